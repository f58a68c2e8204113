package insurancecontract.payment.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.http.Languages;
import insurancecontract.payment.domain.RefusalReason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every language has words for the same codes, with the same arguments. */
class PaymentWordsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  @Test
  void every_reason_to_refuse_has_words() throws IOException {
    for (Locale language : Languages.ALL) {
      assertThat(placeholders(language).keySet())
          .containsAll(Arrays.stream(RefusalReason.values()).map(Enum::name).toList());
    }
  }

  @Test
  void all_languages_have_the_same_codes_with_the_same_placeholders() throws IOException {
    for (Locale language : Languages.ALL) {
      assertThat(placeholders(language)).isEqualTo(placeholders(Locale.ENGLISH));
    }
  }

  private static Map<String, List<String>> placeholders(Locale language) throws IOException {
    Properties words = new Properties();
    String file = "words_" + language.getLanguage() + ".properties";
    try (Reader reader =
        new InputStreamReader(
            PaymentRoutes.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      words.load(reader);
    }
    Map<String, List<String>> placeholders = new TreeMap<>();
    words.forEach(
        (code, text) ->
            placeholders.put(
                code.toString(),
                PLACEHOLDER
                    .matcher(text.toString())
                    .results()
                    .map(MatchResult::group)
                    .sorted()
                    .toList()));
    return placeholders;
  }
}
