package insurancecontract.processes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build has packed: the command, the jars, and the classes kept ready for a start. */
class DistributionIT {
  private static final Path DISTRIBUTION = Path.of("target", "distribution").toAbsolutePath();
  private static final long ENDS_WITHIN_SECONDS = 60;

  @TempDir Path directory;

  @Test
  void a_start_takes_its_classes_from_the_archive() throws IOException, InterruptedException {
    Path loaded = directory.resolve("loaded.log");

    String output = version(DISTRIBUTION, "-Xlog:class+load:file=" + loaded);

    assertThat(output).matches("\\d+\\.\\d+\\.\\d+\\R");
    assertThat(Files.readAllLines(loaded))
        .filteredOn(line -> line.contains(" insurancecontract.processes.Main "))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("source: shared objects file (top)"));
  }

  @Test
  void an_archive_that_does_not_fit_is_passed_over_without_a_word()
      throws IOException, InterruptedException {
    Path moved = directory.resolve("moved");
    Files.createDirectory(moved);
    for (String file : List.of("service", "services.jar")) {
      Files.copy(DISTRIBUTION.resolve(file), moved.resolve(file));
    }
    copyDirectory(DISTRIBUTION.resolve("lib"), moved.resolve("lib"));
    assertThat(moved.resolve("service").toFile().setExecutable(true)).isTrue();
    Files.writeString(moved.resolve("services.jsa"), "made by another JVM");

    assertThat(version(moved, "-Xmx256m")).matches("\\d+\\.\\d+\\.\\d+\\R");
  }

  @Test
  void what_cannot_start_says_why_in_one_line() throws IOException, InterruptedException {
    assertThat(refusal("SHUTDOWN_PAUSE_MS: soon"))
        .isEqualTo(
            "cannot start: wrong settings: SHUTDOWN_PAUSE_MS: \"soon\" is not allowed; allowed is a"
                + " whole number from 0 to 8000");
    assertThat(
            refusal(
                "PROCESS_KUBERNETES_CONFIGMAP: payment\nPROCESS_KUBERNETES_ACCOUNT_DIRECTORY: "
                    + directory))
        .startsWith("cannot start: wrong settings: ")
        .contains("the ConfigMap payment (KUBERNETES_CONFIGMAP) cannot be read from ");
  }

  /** The one line that is left as an error by a service with these settings. */
  private String refusal(String settings) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("settings.yaml"), settings);
    ProcessBuilder builder =
        new ProcessBuilder(
            DISTRIBUTION.resolve("service").toString(), "payment", "--config", file.toString());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.redirectOutput(directory.resolve("output.log").toFile());
    Process process = builder.start();
    List<String> errors = process.errorReader(UTF_8).lines().toList();
    assertThat(process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(1);
    assertThat(errors).hasSize(1);
    return errors.get(0);
  }

  private static void copyDirectory(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) Files.copy(file, to.resolve(file.getFileName()));
    }
  }

  /** What it prints, both ways, when asked for its version. */
  private static String version(Path distribution, String option)
      throws IOException, InterruptedException {
    String service = distribution.resolve("service").toString();
    ProcessBuilder builder = new ProcessBuilder(service, "--version").redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SERVICE_JAVA_OPTS", option);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(output).isZero();
    return output;
  }
}
