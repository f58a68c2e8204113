package insurancecontract.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The run command in a clone that is built already, with a java that only says what it is told. */
class RunScriptTest {
  private static final Path RUN = Path.of("..", "..", "run");
  private static final Path SERVICE =
      Path.of("..", "processes", "src", "main", "distribution", "service");
  private static final String ODD = "우리 집's \"clone\" of $HOME, `id` [a-z] * \\ & #1 %41; {a}";

  /** Prints its arguments, one a line, and makes the archive that it is asked for. */
  private static final String JAVA =
      """
      #!/bin/sh
      [ "$*" != -version ] || { echo 'openjdk version "17.0.15"' >&2; exit; }
      for argument; do
        printf '%s\\n' "$argument"
        case $argument in -XX:ArchiveClassesAtExit=*) : >"${argument#*=}" ;; esac
      done
      printf 'LC_ALL=%s\\n' "${LC_ALL-}"
      """;

  private static final String MAVEN =
      """
      #!/bin/sh
      : >platform/standalone/target/standalone.jar
      """;

  private record Outcome(int exitCode, List<String> output, List<String> errors) {}

  @TempDir private Path temporary;
  private Path home;

  @BeforeEach
  void java() throws IOException {
    home = temporary.resolve("jdk of " + ODD);
    program(home.resolve("bin/java"), JAVA);
  }

  @Test
  void any_path_reaches_java_as_it_is() throws Exception {
    Path clone = clone(ODD);
    String data = temporary.resolve("data of " + ODD).toString();

    Outcome started = run(clone.resolve("run"), Map.of(), "--data", data);

    assertThat(started.exitCode()).as("%s", started.errors()).isZero();
    assertThat(started.output())
        .containsSubsequence("-jar", jar(clone).toString(), "--data", data)
        .contains("-XX:+UseSerialGC")
        .anyMatch(line -> line.startsWith("-XX:SharedArchiveFile=" + target(clone) + "/"));
    assertThat(Files.readAllLines(target(clone).resolve("rehearsal.log")))
        .containsSubsequence("-jar", jar(clone).toString(), "rehearse")
        .anyMatch(line -> line.startsWith("-XX:ArchiveClassesAtExit=" + target(clone) + "/"));
  }

  @Test
  void a_clone_in_any_path_is_built_there() throws Exception {
    Path clone = clone(ODD);
    Files.delete(jar(clone));

    Outcome built = run(clone.resolve("run"), Map.of(), "--help");

    assertThat(built.exitCode()).as("%s", built.errors()).isZero();
    assertThat(jar(clone)).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a:b", "wow!"})
  void a_path_that_java_cannot_take_is_refused_in_one_line(String name) throws Exception {
    Path clone = clone(name);

    Outcome refused = run(clone.resolve("run"), Map.of());

    assertThat(refused.exitCode()).isEqualTo(1);
    assertThat(refused.errors())
        .singleElement()
        .asString()
        .startsWith("cannot start: java cannot read jars below " + clone);
  }

  @Test
  void through_a_link_it_belongs_to_its_own_clone() throws Exception {
    Path clone = clone("clone");
    Path elsewhere = Files.createDirectories(temporary.resolve("bin"));
    Path absolute = Files.createSymbolicLink(elsewhere.resolve("one"), clone.resolve("run"));
    Path relative = Files.createSymbolicLink(elsewhere.resolve("two"), Path.of("one"));

    for (Path link : List.of(absolute, relative)) {
      assertThat(run(link, Map.of()).output()).contains(jar(clone).toString());
    }
    assertThat(elsewhere).isDirectoryNotContaining(file -> !Files.isSymbolicLink(file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "JAVA_TOOL_OPTIONS",
        "JDK_JAVA_OPTIONS",
        "_JAVA_OPTIONS",
        "INSURANCECONTRACT_JAVA_OPTS"
      })
  void a_collector_that_someone_has_chosen_is_the_only_one(String variable) throws Exception {
    Outcome started =
        run(clone("clone").resolve("run"), Map.of(variable, "-Xmx1g -XX:+UseG1GC -Da=*"));

    assertThat(started.exitCode()).isZero();
    assertThat(started.output()).doesNotContain("-XX:+UseSerialGC");
    if (variable.startsWith("INSURANCECONTRACT")) {
      assertThat(started.output()).contains("-XX:+UseG1GC", "-Da=*");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "LANG, C, C.UTF-8",
    "LANG, '', C.UTF-8",
    "LC_ALL, POSIX, C.UTF-8",
    "LANG, ko_KR.UTF-8, ''",
    "LC_ALL, ko_KR.UTF-8, ko_KR.UTF-8"
  })
  void java_can_open_files_with_any_name(String variable, String value, String expected)
      throws Exception {
    Outcome started = run(clone("clone").resolve("run"), Map.of(variable, value));

    assertThat(started.output()).contains("LC_ALL=" + expected);
  }

  @Test
  void a_clone_that_cannot_be_written_starts_if_it_is_built() throws Exception {
    Path clone = clone("clone");
    for (Path path = home; !path.equals(temporary.getParent()); path = path.getParent()) {
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setPosixFilePermissions(target(clone), PosixFilePermissions.fromString("r-xr-xr-x"));

    Outcome started = runUnprivileged(clone.resolve("run"));
    assertThat(started.exitCode()).as("%s", started.errors()).isZero();
    assertThat(started.output()).contains(jar(clone).toString());

    Files.setLastModifiedTime(clone.resolve("pom.xml"), FileTime.from(Instant.now()));
    assertThat(runUnprivileged(clone.resolve("run")).errors())
        .singleElement()
        .asString()
        .startsWith("cannot start: standalone has to be built, and " + target(clone));
  }

  @Test
  void a_java_that_is_missing_or_does_not_run_is_named() throws Exception {
    Path run = clone("clone").resolve("run");

    program(
        home.resolve("bin/java"),
        "#!/bin/sh\necho 'Unrecognized option: -Xnonsense' >&2\nexit 1\n");
    assertThat(run(run, Map.of()).errors())
        .containsExactly(
            "cannot start: " + home + "/bin/java does not run: Unrecognized option: -Xnonsense");

    Files.delete(home.resolve("bin/java"));
    assertThat(run(run, Map.of()).errors())
        .singleElement()
        .asString()
        .startsWith("cannot start: there is no java");
  }

  /** The same holds for the command of separate services. */
  @Test
  void the_command_of_services_takes_any_path_a_link_and_a_chosen_collector() throws Exception {
    Path directory = Files.createDirectories(temporary.resolve(ODD)).toRealPath();
    Path service = Files.copy(SERVICE, directory.resolve("service"));
    program(service, Files.readString(SERVICE));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), service);
    String config = temporary.resolve("settings of " + ODD).toString();

    Outcome started = run(link, Map.of("SERVICE_JAVA_OPTS", "-Da=*"), "payment", config);
    assertThat(started.output())
        .contains("-XX:+UseSerialGC", "-Da=*", "LC_ALL=C.UTF-8")
        .contains("-XX:SharedArchiveFile=" + directory.resolve("services.jsa"))
        .containsSubsequence(
            "-jar", directory.resolve("services.jar").toString(), "payment", config);

    Outcome chosen = run(link, Map.of("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC"));
    assertThat(chosen.output()).contains("-jar").doesNotContain("-XX:+UseSerialGC");
  }

  /** As much of a clone as the command looks at, built an hour after its sources were written. */
  private Path clone(String name) throws IOException {
    Path clone = Files.createDirectories(temporary.resolve(name)).toRealPath();
    Files.copy(RUN, clone.resolve("run"));
    program(clone.resolve("mvnw"), MAVEN);
    for (String directory : List.of("docs", ".mvn", "a/src/main", "a/b/src/main")) {
      Files.createDirectories(clone.resolve(directory));
    }
    for (String pom : List.of("pom.xml", "a/pom.xml", "a/b/pom.xml")) {
      Files.setLastModifiedTime(Files.createFile(clone.resolve(pom)), FileTime.from(Instant.EPOCH));
    }
    Files.createDirectories(target(clone));
    Files.createFile(jar(clone));
    Path built = Files.createFile(target(clone).resolve("built"));
    Files.setLastModifiedTime(built, FileTime.from(Instant.EPOCH.plusSeconds(3600)));
    return clone;
  }

  private static Path target(Path clone) {
    return clone.resolve("platform/standalone/target");
  }

  private static Path jar(Path clone) {
    return target(clone).resolve("standalone.jar");
  }

  private static void program(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Runs it as a user who may not write everywhere, which root may. */
  private Outcome runUnprivileged(Path script) throws IOException, InterruptedException {
    return "root".equals(System.getProperty("user.name"))
        ? execute(
            Map.of(), List.of("setpriv", "--reuid=65534", "--clear-groups", script.toString()))
        : run(script, Map.of());
  }

  private Outcome run(Path script, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(script.toString());
    command.addAll(List.of(arguments));
    return execute(environment, command);
  }

  private Outcome execute(Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .keySet()
        .removeIf(name -> name.startsWith("LC_") || name.contains("JAVA"));
    builder.environment().remove("LANG");
    builder.environment().put("JAVA_HOME", home.toString());
    builder.environment().putAll(environment);
    Path errors = Files.createTempFile(temporary, "errors", "");
    Process process = builder.redirectError(errors.toFile()).start();
    List<String> output = process.inputReader(UTF_8).lines().toList();
    return new Outcome(process.waitFor(), output, Files.readAllLines(errors));
  }
}
