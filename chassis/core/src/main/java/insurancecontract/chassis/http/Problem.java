package insurancecontract.chassis.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What went wrong, for the caller: an RFC 9457 problem document.
 *
 * @param code the stable name of the kind of problem, in capitals
 * @param detail what was wrong with this request and what to do
 * @param faults of the request, all of them
 * @param retryAfter when a retry makes sense, or null when it does not
 */
public record Problem(
    int status, String code, String title, String detail, List<Fault> faults, Duration retryAfter) {

  /** The media type of the document. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * The document.
   *
   * @param instance the path that was asked for
   * @param correlationId what to quote when asking for help
   */
  public JsonObject document(String instance, String correlationId) {
    JsonObject document =
        new JsonObject()
            .put("type", "/problems/" + code.toLowerCase(Locale.ROOT).replace('_', '-'))
            .put("title", title)
            .put("status", status)
            .put("detail", detail)
            .put("instance", instance)
            .put("code", code)
            .put("correlationId", correlationId);
    if (!faults.isEmpty()) {
      JsonArray list = new JsonArray();
      faults.forEach(
          fault ->
              list.add(new JsonObject().put("field", fault.field()).put("detail", fault.detail())));
      document.put("faults", list);
    }
    return document;
  }

  /** The seconds of {@code Retry-After}, at least one. */
  public String retryAfterSeconds() {
    return Long.toString(Math.max(1, (retryAfter.toMillis() + 999) / 1_000));
  }
}
