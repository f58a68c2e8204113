package insurancecontract.chassis.http;

import io.vertx.ext.web.RoutingContext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Keyset pagination, newest first: items whose id is below {@code after}. A page costs the same
 * wherever it is in the list, and no item is seen twice while the list grows.
 *
 * @param limit maximum number of items, 1 to 200
 * @param after the id to continue from, exclusive; {@link Long#MAX_VALUE} for the first page
 */
public record Page(int limit, long after) {
  private static final int LIMIT_MAX = 200;
  private static final int LIMIT_USUAL = 50;

  /** Reads {@code limit} and {@code after}. */
  public static Page of(Query query) {
    return new Page(
        (int) query.number("limit", 1, LIMIT_MAX).orElse(LIMIT_USUAL),
        query.number("after", 1, Long.MAX_VALUE).orElse(Long.MAX_VALUE));
  }

  /**
   * The answer: {@code {"<resource>": [items]}}, and a {@code Link} to the next page when this one
   * is full.
   */
  public <T> Answer answer(
      RoutingContext context, String resource, List<T> items, ToLongFunction<T> id) {
    Answer answer = Answer.ok(Map.of(resource, items));
    if (items.size() < limit) return answer;
    long next = id.applyAsLong(items.get(items.size() - 1));
    return answer.with("Link", "<" + link(context, next) + ">; rel=\"next\"");
  }

  private static String link(RoutingContext context, long next) {
    String kept =
        context.queryParams().entries().stream()
            .filter(parameter -> !parameter.getKey().equals("after"))
            .map(parameter -> encoded(parameter.getKey()) + "=" + encoded(parameter.getValue()))
            .map(parameter -> parameter + "&")
            .collect(Collectors.joining());
    return context.request().path() + "?" + kept + "after=" + next;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
