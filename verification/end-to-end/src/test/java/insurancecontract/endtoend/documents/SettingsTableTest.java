package insurancecontract.endtoend.documents;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The README and the check for misspelt keys know every setting that the code reads, and no other.
 */
class SettingsTableTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Pattern READ =
      Pattern.compile(
          "settings\\s*\\.(?:text|secret|between|millis|seconds|ratio|flag|oneOf|list)"
              + "\\(\\s*(?:\"([A-Z][A-Z0-9_]+)\"|([A-Z][A-Z0-9_]+),)");
  private static final Pattern CONSTANT = Pattern.compile("String %s =\\s*\"([A-Z0-9_]+)\"");
  private static final Pattern LISTED = Pattern.compile("`([A-Z][A-Z0-9_]+)`");

  @Test
  void every_setting_is_listed_and_every_listed_one_is_read() throws IOException {
    assertThat(listed()).isEqualTo(read());
  }

  @Test
  void every_setting_and_no_other_is_known_when_a_misspelt_one_is_looked_for() throws IOException {
    Path known =
        ROOT.resolve("platform/launch/src/main/resources/insurancecontract/launch/settings.txt");
    assertThat(Files.readAllLines(known)).containsExactlyElementsOf(read());
  }

  private static SortedSet<String> listed() throws IOException {
    String readme = Files.readString(ROOT.resolve("README.md"));
    SortedSet<String> keys = new TreeSet<>();
    readme
        .substring(readme.indexOf("## Settings"))
        .lines()
        .filter(line -> line.startsWith("| `"))
        .map(line -> LISTED.matcher(line.split("\\|", -1)[1]))
        .forEach(matcher -> matcher.results().forEach(result -> keys.add(result.group(1))));
    return keys;
  }

  private static SortedSet<String> read() throws IOException {
    SortedSet<String> keys = new TreeSet<>();
    for (Path source : sources()) {
      String code = Files.readString(source);
      Matcher matcher = READ.matcher(code);
      while (matcher.find()) {
        keys.add(matcher.group(1) != null ? matcher.group(1) : constant(code, matcher.group(2)));
      }
    }
    return keys;
  }

  private static String constant(String code, String name) {
    Matcher matcher = Pattern.compile(CONSTANT.pattern().formatted(name)).matcher(code);
    assertThat(matcher.find()).as("the constant %s", name).isTrue();
    return matcher.group(1);
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().contains("/src/main/java/"))
          .filter(file -> file.toString().endsWith(".java"))
          .toList();
    }
  }
}
