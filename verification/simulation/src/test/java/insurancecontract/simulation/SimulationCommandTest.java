package insurancecontract.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command's exit code and what it prints. */
class SimulationCommandTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  @Test
  void seeds_that_all_pass_exit_with_0() {
    assertThat(run("--seeds 3 --threads 2", new Seams())).isZero();
    assertThat(printed()).contains("3 seeds judged").contains("every invariant held");
  }

  @Test
  void a_run_that_throws_exits_with_1_and_prints_its_seed() {
    Seams planted = PlantedFaults.throwing(() -> new IllegalStateException("planted"));

    assertThat(run("--seeds 30 --from 4711 --threads 1", planted)).isEqualTo(1);
    assertThat(printed())
        .contains("seed 4711 of commit")
        .contains("the run threw java.lang.IllegalStateException: planted")
        .contains("Again: ./run simulate --replay 4711 ");
  }

  @Test
  void a_replay_that_throws_exits_with_1() {
    Seams planted = PlantedFaults.throwing(() -> new IllegalStateException("planted"));

    assertThat(run("--replay 4711", planted)).isEqualTo(1);
    assertThat(printed()).contains("broken: [the run threw java.lang.IllegalStateException");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--seeds 0",
        "--seeds",
        "--seed 5",
        "--minutes 0",
        "--threads 0",
        "--replay many",
        "--replay 1 --seeds 5",
        "--replay 1 --customers 40"
      })
  void a_misuse_exits_with_2(String arguments) {
    assertThat(run(arguments, new Seams())).isEqualTo(2);
    assertThat(printed()).hasLineCount(1);
  }

  @Test
  void the_help_names_both_ways_to_run() {
    assertThat(run("--seeds --help", new Seams())).isZero();
    assertThat(printed()).contains("run simulate").contains("--seeds=N").contains("--replay=SEED");
  }

  private int run(String arguments, Seams seams) {
    var out = new PrintStream(printed, true, StandardCharsets.UTF_8);
    return SimulationCommand.run(List.of(arguments.split(" ")), seams, out);
  }

  private String printed() {
    return printed.toString(StandardCharsets.UTF_8);
  }
}
