package insurancecontract.chassis.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A request's JSON body, read field by field. Every fault is collected and {@link #check} names all
 * of them at once; until then a field with a fault reads as empty.
 */
public final class Body {
  private static final int DEPTH_MAX = 32;
  private static final Pattern LINE_END = Pattern.compile("\\r\\n?");

  private final JsonObject json;
  private final List<Fault> faults = new ArrayList<>();

  private Body(JsonObject json) {
    this.json = json;
  }

  /**
   * The body of a request.
   *
   * @throws ProblemException 400 when it is not a JSON object, 415 when its media type is not JSON
   */
  public static Body of(RoutingContext context) {
    Buffer buffer = context.body().buffer();
    if (buffer == null || buffer.length() == 0) return new Body(new JsonObject());
    String type = context.request().getHeader(HttpHeaders.CONTENT_TYPE);
    String coding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
    if (type == null
        || !type.toLowerCase(Locale.ROOT).startsWith("application/json")
        || (coding != null && !coding.strip().equalsIgnoreCase("identity"))) {
      throw Problems.problem(
          415,
          "UNSUPPORTED_MEDIA_TYPE",
          "Unsupported Media Type",
          "Send the body as application/json, without a content coding.");
    }
    JsonObject json;
    try {
      json = new JsonObject(buffer);
    } catch (RuntimeException malformed) {
      throw Problems.badRequest("MALFORMED_JSON", "The body is not a JSON object.");
    }
    if (isDeeperThan(DEPTH_MAX, json)) {
      throw Problems.badRequest(
          "MALFORMED_JSON", "The body is nested more than " + DEPTH_MAX + " levels deep.");
    }
    return new Body(json);
  }

  /** Goes no deeper than the limit itself, so that no body can exhaust the stack. */
  private static boolean isDeeperThan(int levels, Object value) {
    if (!(value instanceof JsonObject) && !(value instanceof JsonArray)) return false;
    if (levels == 0) return true;
    Stream<?> inner =
        value instanceof JsonObject object
            ? object.fieldNames().stream().map(object::getValue)
            : ((JsonArray) value).stream();
    return inner.anyMatch(it -> isDeeperThan(levels - 1, it));
  }

  /** The body as received. */
  public JsonObject json() {
    return json;
  }

  /** A text that must be there, from {@code min} to {@code max} characters. */
  public String text(String field, int min, int max) {
    if (json.getValue(field) == null) {
      fault(field, "is missing");
      return "";
    }
    return optionalText(field, min, max).orElse("");
  }

  /**
   * A text that may be missing, else from {@code min} to {@code max} characters, as people count
   * them: an emoji is one. Line ends and composed letters have one form, however they were typed.
   */
  public Optional<String> optionalText(String field, int min, int max) {
    Object value = json.getValue(field);
    if (value == null) return Optional.empty();
    if (!(value instanceof String text)) {
      fault(field, "must be a text");
      return Optional.empty();
    }
    String trimmed = normalized(text);
    int length = trimmed.codePointCount(0, trimmed.length());
    if (length < min || length > max) {
      fault(field, "must have " + min + " to " + max + " characters");
      return Optional.empty();
    }
    if (trimmed.codePoints().anyMatch(Body::isUnwritable)) {
      fault(field, "must not contain control characters or halves of characters");
      return Optional.empty();
    }
    return Optional.of(trimmed);
  }

  private static String normalized(String text) {
    String lines = LINE_END.matcher(text).replaceAll("\n");
    return Normalizer.normalize(lines, Normalizer.Form.NFC).strip();
  }

  /** An unpaired surrogate is not a character; neither JSON nor UTF-8 can carry it. */
  private static boolean isUnwritable(int point) {
    return (Character.isISOControl(point) && point != '\n' && point != '\t')
        || Character.getType(point) == Character.SURROGATE;
  }

  /** A whole number that must be there, as a number or as its digits in a text. */
  public long number(String field, long min, long max) {
    if (json.getValue(field) == null) {
      fault(field, "is missing");
      return min;
    }
    return optionalNumber(field, min, max).orElse(min);
  }

  /** A whole number that may be missing, as a number or as its digits in a text. */
  public OptionalLong optionalNumber(String field, long min, long max) {
    Object value = json.getValue(field);
    if (value == null) return OptionalLong.empty();
    OptionalLong number = wholeNumber(value);
    if (number.isPresent() && number.getAsLong() >= min && number.getAsLong() <= max) return number;
    fault(field, "must be a whole number from " + min + " to " + max);
    return OptionalLong.empty();
  }

  private static OptionalLong wholeNumber(Object value) {
    if (value instanceof Integer || value instanceof Long) {
      return OptionalLong.of(((Number) value).longValue());
    }
    return value instanceof String text ? Digits.parse(text) : OptionalLong.empty();
  }

  /** Any other field is a fault. */
  public Body only(String... known) {
    Set<String> rest = new HashSet<>(json.fieldNames());
    Arrays.asList(known).forEach(rest::remove);
    rest.stream().sorted().limit(20).forEach(field -> fault(shortened(field), "cannot be set"));
    return this;
  }

  private static String shortened(String field) {
    return field.length() <= 100 ? field : field.substring(0, 100) + "…";
  }

  /** Adds a fault found by the caller. */
  public void fault(String field, String detail) {
    faults.add(new Fault(field, detail));
  }

  /**
   * Ends the reading.
   *
   * @throws ProblemException 422 naming every fault
   */
  public void check() {
    if (!faults.isEmpty()) throw Problems.unprocessable(faults);
  }
}
