package insurancecontract.endtoend.documents;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.audit.Invariant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Documents and pages number and name the invariants as the auditor does. */
class InvariantNamesTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path TEXTS = ROOT.resolve("gateway-verticle/src/main/resources/web/texts");

  private static final Pattern LISTED =
      Pattern.compile("^(\\d)\\. \\*\\*(.+?)\\.\\*\\* ", Pattern.MULTILINE);
  private static final Pattern TEXT = Pattern.compile("^ {4}(\\d): '(.+)',$", Pattern.MULTILINE);

  private static final Map<Integer, String> NAMES =
      Stream.of(Invariant.values()).collect(Collectors.toMap(Invariant::number, Invariant::words));

  @Test
  void the_architecture_lists_them() throws IOException {
    assertThat(found(LISTED, Files.readString(ROOT.resolve("docs/architecture.md"))))
        .isEqualTo(NAMES);
  }

  @Test
  void the_operators_page_shows_them_in_both_languages() throws IOException {
    assertThat(found(TEXT, section("en.js"))).isEqualTo(NAMES);
    assertThat(found(TEXT, section("ko.js"))).containsOnlyKeys(NAMES.keySet());
  }

  private static String section(String file) throws IOException {
    String texts = Files.readString(TEXTS.resolve(file));
    int begin = texts.indexOf("\n  invariants: {");
    return texts.substring(begin, texts.indexOf("\n  }", begin));
  }

  private static Map<Integer, String> found(Pattern pattern, String text) {
    Map<Integer, String> found = new TreeMap<>();
    Matcher matcher = pattern.matcher(text);
    while (matcher.find()) found.put(Integer.valueOf(matcher.group(1)), matcher.group(2));
    return found;
  }
}
