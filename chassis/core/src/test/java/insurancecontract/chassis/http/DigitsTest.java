package insurancecontract.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigitsTest {
  @ParameterizedTest
  @ValueSource(longs = {0, 7, 10, Long.MAX_VALUE})
  void a_number_has_one_spelling(long number) {
    assertThat(Digits.parse(Long.toString(number))).hasValue(number);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " 7",
        "+7",
        "-7",
        "07",
        "00",
        "7.0",
        "1e3",
        "\u0667",
        "\uff17",
        "9223372036854775808"
      })
  void everything_else_is_no_number(String text) {
    assertThat(Digits.parse(text)).isEmpty();
  }
}
