package insurancecontract.processes;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.processes.ServiceCommand.Start;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommandLineTest {
  private final List<Start> started = new ArrayList<>();
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void names_of_services_start_each_of_them_once() {
    assertThat(run("payment", "view", "payment")).isZero();
    assertThat(started).containsExactly(new Start(List.of("payment", "view"), Optional.empty()));
  }

  @Test
  void a_settings_file_is_named_in_either_way() {
    Start start = new Start(List.of("view"), Optional.of(Path.of("view.yaml")));
    assertThat(run("view", "--config", "view.yaml")).isZero();
    assertThat(run("--config=view.yaml", "view")).isZero();
    assertThat(started).containsExactly(start, start);
  }

  @Test
  void help_and_version_win_over_everything_else() {
    assertThat(run("nonsense", "--help")).isZero();
    assertThat(out.toString()).contains("service", "NAME", "--config", "--version");
    assertThat(run("payment", "--version")).isZero();
    assertThat(out.toString()).endsWith("(not packaged)\n");
    assertThat(started).isEmpty();
  }

  @Test
  void nothing_and_nonsense_are_told_what_is_allowed() {
    assertThat(run()).isEqualTo(2);
    assertThat(run("claims")).isEqualTo(2);
    assertThat(err.toString().lines())
        .containsExactly(
            "which service? One or more of subscription, payment, underwriting, view, gateway",
            "unknown: claims; see --help");
    assertThat(started).isEmpty();
  }

  private int run(String... arguments) {
    return Main.commandLine(
            start -> {
              started.add(start);
              return 0;
            })
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
