package insurancecontract.kubernetes;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Programs that tests need and Maven does not bring. Without one of them its tests are passed over
 * with a line that says so; in continuous integration they fail.
 */
final class Installed {
  private Installed() {}

  static Optional<Path> program(String name) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static ConditionEvaluationResult condition(
      ExtensionContext context, String program, String missing) {
    if (program(program).isPresent()) return ConditionEvaluationResult.enabled("it is there");
    if (Boolean.parseBoolean(System.getenv("CI"))) {
      throw new IllegalStateException(missing);
    }
    System.err.println("SKIPPED " + context.getDisplayName() + ": " + missing);
    return ConditionEvaluationResult.disabled(missing);
  }
}
