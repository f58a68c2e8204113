package insurancecontract.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final Path REPOSITORY = Path.of("..", "..");
  private static final Pattern CLASS = Pattern.compile("/src/main/java/(.+/[A-Z]\\w*)\\.java$");
  private static final String ROOT = "insurancecontract";
  private static final String WRONG = "insurancecontract.architecture.wrong";

  private static final JavaClasses OURS =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);

  private static final JavaClasses WRONG_EXAMPLES = new ClassFileImporter().importPackages(WRONG);

  @Test
  void the_rules_are_held_against_every_class_of_every_module() throws IOException {
    try (Stream<Path> files = Files.walk(REPOSITORY)) {
      assertThat(files.flatMap(file -> CLASS.matcher(file.toString()).results()))
          .hasSizeGreaterThan(100)
          .extracting(name -> name.group(1).replace('/', '.'))
          .allMatch(OURS::contain);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void our_classes_keep_every_rule(ArchRule rule) {
    rule.check(OURS);
  }

  /** A rule that nothing can break proves nothing. */
  @ParameterizedTest
  @MethodSource("brokenRules")
  void the_wrong_examples_break_every_rule(ArchRule rule) {
    assertThat(rule.evaluate(WRONG_EXAMPLES).hasViolation()).isTrue();
  }

  static Stream<Named<ArchRule>> rules() {
    return named(ROOT);
  }

  static Stream<Named<ArchRule>> brokenRules() {
    return named(WRONG);
  }

  private static Stream<Named<ArchRule>> named(String root) {
    return new Rules(root)
        .all().entrySet().stream().map(rule -> Named.of(rule.getKey(), rule.getValue()));
  }
}
