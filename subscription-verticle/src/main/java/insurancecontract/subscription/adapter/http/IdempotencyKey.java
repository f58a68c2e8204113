package insurancecontract.subscription.adapter.http;

import static insurancecontract.subscription.adapter.http.ProblemCode.IDEMPOTENCY_KEY_MALFORMED;

import insurancecontract.chassis.http.Problems;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The header that names a client's request, and the hash that tells two requests apart. */
final class IdempotencyKey {
  static final String HEADER = "Idempotency-Key";
  private static final int LENGTH_MAX = 255;

  private IdempotencyKey() {}

  /**
   * The request's key, null without one.
   *
   * @throws insurancecontract.chassis.http.ProblemException 400 when it is not valid
   */
  static String of(RoutingContext context) {
    List<String> values = context.request().headers().getAll(HEADER);
    if (values.isEmpty()) return null;
    String key = values.get(0);
    if (values.size() == 1 && isKey(key)) return key;
    throw Problems.badRequest(
        IDEMPOTENCY_KEY_MALFORMED.name(),
        ProblemTexts.of(context, IDEMPOTENCY_KEY_MALFORMED, Map.of("lengthMax", LENGTH_MAX)));
  }

  private static boolean isKey(String key) {
    return !key.isEmpty()
        && key.length() <= LENGTH_MAX
        && key.chars().allMatch(c -> c >= ' ' && c <= '~');
  }

  /** Equal for bodies that differ only in the order of fields and in white space. */
  static String hash(JsonObject body) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      byte[] canonical = canonical(body).toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(sha256.digest(canonical));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every Java platform has SHA-256", missing);
    }
  }

  private static Object canonical(Object value) {
    if (value instanceof JsonObject object) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      object.forEach(field -> sorted.put(field.getKey(), canonical(field.getValue())));
      JsonObject ordered = new JsonObject();
      sorted.forEach(ordered::put);
      return ordered;
    }
    if (value instanceof JsonArray array) {
      JsonArray items = new JsonArray();
      array.forEach(item -> items.add(canonical(item)));
      return items;
    }
    return value;
  }
}
