package insurancecontract.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A few of the seeds that the command runs for as long as one likes. */
class SimulationTest {
  private static final int SEEDS = 150;

  @Test
  void the_invariants_hold_from_the_first_seeds() {
    Seeds seeds = new Seeds(new Seams(), 1, SEEDS).run(1, () -> false);
    List<String> report =
        seeds.failure().map(failure -> Report.of(new Seams(), failure)).orElse(List.of());
    assertThat(report).isEmpty();
    assertThat(seeds.runs()).isEqualTo(SEEDS);
  }

  @Test
  void the_same_seed_gives_the_same_run() {
    Plan plan = Plan.of(7);
    List<String> trace = Simulation.run(plan, new Seams(), true).trace();
    assertThat(trace).isNotEmpty();
    assertThat(Simulation.run(Plan.of(7), new Seams(), true).trace()).isEqualTo(trace);
  }

  @Test
  void a_failure_is_cut_down_and_can_be_seen_again() {
    Seams broken = PlantedFaults.named("an unpaid application is never given up");
    Verdict failure =
        new Seeds(broken, 1, PlantedFaultsTest.SEEDS).run(1, () -> false).failure().orElseThrow();
    Plan shortest = Shrinker.shrink(broken, failure.plan());
    assertThat(Simulation.run(shortest, broken, false).whole()).isFalse();
    assertThat(shortest.wishes().size() + shortest.faults().size())
        .isLessThan(failure.plan().wishes().size() + failure.plan().faults().size());
    assertThat(Report.of(broken, failure))
        .anyMatch(line -> line.startsWith("Again: ./simulate --replay "));
  }
}
