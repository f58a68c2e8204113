package insurancecontract.subscription.adapter.http;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.http.Languages;
import insurancecontract.subscription.domain.Reason;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every problem has a text in every language, with the same placeholders. */
class ProblemTextsTest {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\w+}");

  private static Properties table(Locale language) throws IOException {
    Properties table = new Properties();
    String name = "words_" + language.toLanguageTag() + ".properties";
    try (var file =
        new InputStreamReader(
            ProblemTexts.class.getResourceAsStream(name), StandardCharsets.UTF_8)) {
      table.load(file);
    }
    return table;
  }

  @Test
  void every_language_has_exactly_the_texts_that_are_used() throws IOException {
    Set<String> used =
        Stream.of(Reason.values(), ProblemCode.values())
            .flatMap(Stream::of)
            .map(Enum::name)
            .collect(Collectors.toCollection(TreeSet::new));
    used.add(ProblemTexts.STATUS_NOT_SETTABLE);

    for (Locale language : Languages.ALL) {
      assertThat(table(language).stringPropertyNames())
          .describedAs(language.toLanguageTag())
          .containsExactlyInAnyOrderElementsOf(used);
    }
  }

  @Test
  void every_language_has_the_same_placeholders() throws IOException {
    Properties english = table(Locale.ENGLISH);
    for (Locale language : Languages.ALL) {
      table(language)
          .forEach(
              (code, text) ->
                  assertThat(placeholders(text))
                      .describedAs(language + " " + code)
                      .isEqualTo(placeholders(english.get(code))));
    }
  }

  private static Set<String> placeholders(Object text) {
    return PLACEHOLDER
        .matcher((String) text)
        .results()
        .map(MatchResult::group)
        .collect(Collectors.toSet());
  }
}
