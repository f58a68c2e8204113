package insurancecontract.chassis.tracing;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.regex.Pattern;

/**
 * The part of the W3C trace context that is passed on: the {@code traceparent}, whose trace id is
 * also the correlation id.
 *
 * @see <a href="https://www.w3.org/TR/trace-context/">Trace Context</a>
 */
public final class Trace {
  /** The header's name. */
  public static final String HEADER = "traceparent";

  private static final Pattern WELL_FORMED =
      Pattern.compile("00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  private static final SecureRandom RANDOM = new SecureRandom();

  private Trace() {}

  /** The given one if it is well-formed, else a new one. */
  public static String orNew(String traceparent) {
    if (isWellFormed(traceparent)) return traceparent;
    byte[] ids = new byte[24];
    RANDOM.nextBytes(ids);
    String hex = HexFormat.of().formatHex(ids);
    return "00-" + hex.substring(0, 32) + "-" + hex.substring(32) + "-01";
  }

  /** Whether it is a valid {@code traceparent}; null is not. */
  static boolean isWellFormed(String traceparent) {
    return traceparent != null && WELL_FORMED.matcher(traceparent).matches();
  }

  /** The trace id within, 32 hexadecimal digits. */
  public static String correlationId(String traceparent) {
    return traceparent.substring(3, 35);
  }
}
