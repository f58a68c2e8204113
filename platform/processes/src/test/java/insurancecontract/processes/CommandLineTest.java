package insurancecontract.processes;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.processes.CommandLine.Help;
import insurancecontract.processes.CommandLine.Start;
import insurancecontract.processes.CommandLine.Version;
import insurancecontract.processes.CommandLine.Wrong;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  @Test
  void names_of_services_start_each_of_them_once() {
    assertThat(parse("payment", "view", "payment"))
        .isEqualTo(new Start(List.of("payment", "view"), Optional.empty()));
  }

  @Test
  void a_settings_file_is_named_in_either_way() {
    Start start = new Start(List.of("view"), Optional.of(Path.of("view.yaml")));
    assertThat(parse("view", "--config", "view.yaml")).isEqualTo(start);
    assertThat(parse("--config=view.yaml", "view")).isEqualTo(start);
  }

  @Test
  void help_and_version_win_over_everything_else() {
    assertThat(parse("nonsense", "--help")).isEqualTo(new Help());
    assertThat(parse("payment", "--version")).isEqualTo(new Version());
  }

  @Test
  void nothing_and_nonsense_are_told_what_is_allowed() {
    assertThat(parse())
        .isEqualTo(
            new Wrong(
                "which service? One or more of subscription, payment, underwriting, view, gateway"));
    assertThat(parse("claims")).isEqualTo(new Wrong("unknown: claims; see --help"));
  }

  private static CommandLine parse(String... arguments) {
    return CommandLine.parse(List.of(arguments));
  }
}
