package insurancecontract.chassis.http;

import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Whole numbers as text, in one spelling only: ASCII digits without sign and leading zero. Java
 * alone would also read {@code +7}, {@code 007} and the digits of other scripts.
 */
final class Digits {
  private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,18}");

  private Digits() {}

  /** The number; empty when the text is none, or does not fit into 64 bits. */
  static OptionalLong parse(String text) {
    if (text == null || !NUMBER.matcher(text).matches()) return OptionalLong.empty();
    try {
      return OptionalLong.of(Long.parseLong(text));
    } catch (NumberFormatException tooLarge) {
      return OptionalLong.empty();
    }
  }
}
