package insurancecontract.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.standalone.StartCommand.Start;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static final Path DATA = Path.of("data");

  private final List<Start> started = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void nothing_starts_the_platform_in_the_default_directory() {
    assertThat(start()).isEqualTo(new Start(OptionalInt.empty(), DATA, false, Optional.empty()));
  }

  @Test
  void options_say_where_and_how_to_start() {
    assertThat(start("--port", "9090", "--data", "/srv/data", "--config", "my.yaml"))
        .isEqualTo(
            new Start(
                OptionalInt.of(9090),
                Path.of("/srv/data"),
                false,
                Optional.of(Path.of("my.yaml"))));
  }

  @Test
  void a_value_may_follow_an_equals_sign() {
    assertThat(start("--port=9090", "--ephemeral"))
        .isEqualTo(new Start(OptionalInt.of(9090), DATA, true, Optional.empty()));
  }

  @Test
  void an_audit_is_of_a_directory_or_of_services_that_run_as_processes() {
    assertThat(reason("audit", "--services", "a.yaml", "--data", "b")).contains("excludes --data");
    assertThat(reason("audit", "--services", "a.yaml", "--config", "b")).contains("--config");
    assertThat(reason("--services", "a.yaml")).contains("--services does not belong");
  }

  @Test
  void help_is_given_whatever_else_is_asked() {
    assertThat(help("--port", "--help")).contains("Usage: run ", "--ephemeral");
    assertThat(help("audit", "-h")).contains("Usage: run audit ", "--services");
    assertThat(help("parked", "--help")).contains("Usage: run parked ", "retry");
    assertThat(help("parked", "retry", "--help")).contains("Usage: run parked retry ", "--why");
  }

  @Test
  void the_version_can_be_asked_for() {
    assertThat(help("--version")).isEqualTo("insurancecontract (not packaged)\n");
  }

  @Test
  void what_is_wrong_is_named_with_what_is_allowed() {
    assertThat(reason("--port", "eighty"))
        .isEqualTo("--port: \"eighty\" is not allowed; allowed is a number from 0 to 65535");
    assertThat(reason("--port", "65536")).contains("65536");
    assertThat(reason("--port", "-1")).contains("-1");
    assertThat(reason("--port")).isEqualTo("--port needs a value; see --help");
    assertThat(reason("--data", "")).isEqualTo("--data needs a value; see --help");
    assertThat(reason("--prot", "1")).isEqualTo("unknown: --prot; see --help");
    assertThat(reason("adit")).isEqualTo("unknown: adit; see --help");
  }

  @Test
  void options_of_the_other_command_are_refused() {
    assertThat(reason("audit", "--port", "1")).contains("--port does not belong to this command");
    assertThat(reason("audit", "--ephemeral")).contains("--ephemeral does not belong");
    assertThat(reason("--wait", "1")).contains("--wait does not belong");
  }

  @Test
  void keeping_data_and_keeping_none_exclude_each_other() {
    assertThat(reason("--data", "d", "--ephemeral")).contains("exclude each other");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--help", "audit --help", "parked --help", "parked list --help"})
  void each_usage_fits_a_screen(String arguments) {
    assertThat(help(arguments.split(" ")).lines())
        .hasSizeLessThan(24)
        .allMatch(line -> line.length() <= 80);
  }

  @Test
  void the_usage_names_every_option_and_command() {
    assertThat(help("--help"))
        .contains("--port", "--data", "--ephemeral", "--config", "--help", "--version")
        .contains("audit", "parked", "simulate", "faults")
        .doesNotContain("rehearse");
    assertThat(help("audit", "--help")).contains("--data", "--config", "--services", "--wait");
  }

  private Start start(String... arguments) {
    assertThat(run(arguments)).isZero();
    return started.get(0);
  }

  private String help(String... arguments) {
    out.getBuffer().setLength(0);
    assertThat(run(arguments)).isZero();
    assertThat(started).isEmpty();
    return out.toString();
  }

  private String reason(String... arguments) {
    err.getBuffer().setLength(0);
    assertThat(run(arguments)).isEqualTo(2);
    assertThat(started).isEmpty();
    return err.toString().stripTrailing();
  }

  private int run(String... arguments) {
    return Standalone.commandLine(
            start -> {
              started.add(start);
              return 0;
            })
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
