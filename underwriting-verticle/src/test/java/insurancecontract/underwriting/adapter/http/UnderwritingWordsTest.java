package insurancecontract.underwriting.adapter.http;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.http.Languages;
import insurancecontract.chassis.http.Words;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every refusal and every phrase has a text in every language, with the same arguments. */
class UnderwritingWordsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  @Test
  void every_language_has_exactly_the_texts_that_are_used() throws IOException {
    Set<String> used =
        Stream.of(Reason.values(), Phrase.values())
            .flatMap(Stream::of)
            .map(Enum::name)
            .collect(toSet());

    for (Locale language : Languages.ALL) {
      assertThat(texts(language).keySet()).as("%s", language).isEqualTo(used);
    }
  }

  @Test
  void every_language_names_the_same_arguments() throws IOException {
    for (Locale language : Languages.ALL) {
      assertThat(texts(language)).as("%s", language).isEqualTo(texts(Locale.ENGLISH));
    }
  }

  @Test
  void a_late_decision_is_told_which_decision_stands() {
    Words words = Words.beside(Phrase.class);
    Refusal approved =
        new Refusal(Reason.ALREADY_DECIDED, Map.of("decision", UnderwritingStatus.APPROVED));
    Refusal refused =
        new Refusal(Reason.ALREADY_DECIDED, Map.of("decision", UnderwritingStatus.REFUSED));

    assertThat(words.of(approved, Locale.ENGLISH)).contains("approved already");
    assertThat(words.of(refused, Locale.ENGLISH)).contains("refused already");
    assertThat(words.of(approved, Locale.KOREAN)).contains("이미 승인된");
    assertThat(words.of(refused, Locale.KOREAN)).contains("이미 거절된");
  }

  /** The placeholders of each text; words for single values, whose keys have a dot, left out. */
  private static Map<String, List<String>> texts(Locale language) throws IOException {
    Properties table = new Properties();
    String file = "words_" + language.getLanguage() + ".properties";
    try (Reader reader =
        new InputStreamReader(Phrase.class.getResourceAsStream(file), StandardCharsets.UTF_8)) {
      table.load(reader);
    }
    return table.stringPropertyNames().stream()
        .filter(code -> !code.contains("."))
        .collect(
            toMap(
                code -> code,
                code ->
                    PLACEHOLDER
                        .matcher(table.getProperty(code))
                        .results()
                        .map(MatchResult::group)
                        .sorted()
                        .toList()));
  }
}
