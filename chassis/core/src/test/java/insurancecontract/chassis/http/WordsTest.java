package insurancecontract.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.decision.RefusalCode;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  private enum Reason implements RefusalCode {
    TOO_LITTLE_LEFT,
    UNTOLD
  }

  private static final Words WORDS = Words.beside(WordsTest.class);
  private static final Refusal REFUSAL = new Refusal(Reason.TOO_LITTLE_LEFT, Map.of("left", "$1"));

  @Test
  void a_refusal_is_said_in_the_language_asked_for() {
    assertThat(WORDS.of(REFUSAL, Locale.ENGLISH)).isEqualTo("Only $1 litres are left.");
    assertThat(WORDS.of(REFUSAL, Locale.KOREAN)).isEqualTo("$1리터만 남았습니다.");
  }

  @Test
  void a_table_may_have_a_word_for_a_value() {
    Refusal none = new Refusal(Reason.TOO_LITTLE_LEFT, Map.of("left", 0));

    assertThat(WORDS.of(none, Locale.ENGLISH)).isEqualTo("Only no litres are left.");
    assertThat(WORDS.of(none, Locale.KOREAN)).isEqualTo("0리터만 남았습니다.");
  }

  @Test
  void a_refused_command_is_answered_in_the_language_of_the_caller() {
    ProblemException refused = Problems.conflict(REFUSAL, WORDS);
    assertThat(refused.problem().detail()).isEqualTo("Only $1 litres are left.");
    Problem answered = Problems.of(refused, 500, Locale.KOREAN);
    assertThat(answered.detail()).isEqualTo("$1리터만 남았습니다.");
    assertThat(answered.code()).isEqualTo("TOO_LITTLE_LEFT");
    assertThat(answered.status()).isEqualTo(409);
  }

  @Test
  void a_code_without_words_and_a_text_without_its_argument_are_faults() {
    Refusal untold = new Refusal(Reason.UNTOLD, Map.of());
    assertThatThrownBy(() -> WORDS.of(untold, Locale.ENGLISH))
        .isInstanceOf(MissingResourceException.class);
    Refusal incomplete = new Refusal(Reason.TOO_LITTLE_LEFT, Map.of());
    assertThatThrownBy(() -> WORDS.of(incomplete, Locale.ENGLISH)).hasMessageContaining("{left}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ko                     | ko
          ko-KR,ko;q=0.9,en;q=0.8 | ko
          en-US,en;q=0.9,ko;q=0.8 | en
          ja,ko;q=0.5            | ko
          ja                     | en
          *                      | en
          ko;q=0,en              | en
          not a language;;       | en
                                 | en
          """)
  void the_caller_s_preference_counts_among_the_languages_spoken(String header, String language) {
    assertThat(Languages.preferred(header)).isEqualTo(Locale.forLanguageTag(language));
  }
}
