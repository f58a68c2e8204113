package insurancecontract.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.standalone.CommandLine.Audit;
import insurancecontract.standalone.CommandLine.AuditServices;
import insurancecontract.standalone.CommandLine.Help;
import insurancecontract.standalone.CommandLine.Parked;
import insurancecontract.standalone.CommandLine.Rehearse;
import insurancecontract.standalone.CommandLine.Start;
import insurancecontract.standalone.CommandLine.Version;
import insurancecontract.standalone.CommandLine.Wrong;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private static final Path DATA = Path.of("data");

  @Test
  void nothing_starts_the_platform_in_the_default_directory() {
    assertThat(parse()).isEqualTo(new Start(OptionalInt.empty(), DATA, false, Optional.empty()));
  }

  @Test
  void options_say_where_and_how_to_start() {
    assertThat(parse("--port", "9090", "--data", "/srv/data", "--config", "my.yaml"))
        .isEqualTo(
            new Start(
                OptionalInt.of(9090),
                Path.of("/srv/data"),
                false,
                Optional.of(Path.of("my.yaml"))));
  }

  @Test
  void a_value_may_follow_an_equals_sign() {
    assertThat(parse("--port=9090", "--ephemeral"))
        .isEqualTo(new Start(OptionalInt.of(9090), DATA, true, Optional.empty()));
  }

  @Test
  void an_audit_may_be_of_another_directory_and_wait_for_longer() {
    assertThat(parse("audit", "--data", "/srv/data", "--wait", "5"))
        .isEqualTo(new Audit(Path.of("/srv/data"), Optional.empty(), Duration.ofSeconds(5)));
  }

  @Test
  void an_audit_may_be_of_services_that_run_by_themselves() {
    assertThat(parse("audit", "--services", "settings.yaml"))
        .isEqualTo(new AuditServices(Path.of("settings.yaml"), Duration.ofSeconds(60)));
    assertThat(reason("audit", "--services", "a.yaml", "--data", "b")).contains("excludes --data");
    assertThat(reason("audit", "--services", "a.yaml", "--config", "b")).contains("--config");
    assertThat(reason("--services", "a.yaml")).contains("--services does not belong");
  }

  @Test
  void what_waits_for_a_person_has_words_of_its_own() {
    assertThat(parse("parked", "show", "payment", "1"))
        .isEqualTo(new Parked(List.of("show", "payment", "1")));
    assertThat(parse("parked", "--help")).isEqualTo(new Parked(List.of("--help")));
  }

  @Test
  void help_is_given_whatever_else_is_asked() {
    assertThat(parse("--port", "--help")).isEqualTo(new Help());
    assertThat(parse("audit", "-h")).isEqualTo(new Help());
  }

  @Test
  void the_version_can_be_asked_for() {
    assertThat(parse("--version")).isEqualTo(new Version());
  }

  @Test
  void the_build_may_rehearse_a_start() {
    assertThat(parse("rehearse")).isEqualTo(new Rehearse());
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

  @Test
  void the_usage_fits_a_screen_and_names_every_option() {
    assertThat(CommandLine.USAGE.lines()).hasSizeLessThan(24).allMatch(l -> l.length() <= 80);
    assertThat(CommandLine.USAGE)
        .contains("--port", "--data", "--ephemeral", "--config", "--help", "--version", "--wait")
        .contains("--services");
  }

  private static CommandLine parse(String... arguments) {
    return CommandLine.parse(List.of(arguments));
  }

  private static String reason(String... arguments) {
    CommandLine parsed = parse(arguments);
    assertThat(parsed).isInstanceOf(Wrong.class);
    return ((Wrong) parsed).reason();
  }
}
