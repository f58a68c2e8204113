package insurancecontract.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.audit.Invariant;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs the simulation briefly, from a different seed each time. */
class SimulationTest {
  private static final long NANOS = 60_000_000_000L;
  private static final int SEEDS_AT_LEAST = 20;

  @Test
  void the_invariants_hold_for_some_seeds() {
    assertThat(hold(SEEDS_AT_LEAST, () -> false).judged()).isEqualTo(SEEDS_AT_LEAST);
  }

  @Test
  @Tag("proof")
  void the_invariants_hold_for_a_minute() {
    long until = System.nanoTime() + NANOS;
    Seeds seeds = hold(Seeds.UNLIMITED, () -> System.nanoTime() > until);
    assertThat(seeds.judged()).isGreaterThan(SEEDS_AT_LEAST);
    assertThat(seeds.checked())
        .containsOnlyKeys(Invariant.values())
        .allSatisfy((invariant, checked) -> assertThat(checked).isPositive());
  }

  private static Seeds hold(long seedsMax, BooleanSupplier stop) {
    long first = new Random().nextLong(1L << 40);
    System.out.println("seeds from " + first);
    int threads = Runtime.getRuntime().availableProcessors();
    Seeds seeds = new Seeds(new Seams(), first, seedsMax).run(threads, stop);
    List<String> report =
        seeds.failure().map(failure -> Report.of(new Seams(), failure)).orElse(List.of());
    assertThat(report).isEmpty();
    assertThat(seeds.passed()).isTrue();
    return seeds;
  }

  /** The broker took a partition's start from when it was assigned, though repeated since. */
  @Test
  void a_repeat_between_assignment_and_its_news_is_read() {
    assertThat(Simulation.run(Plan.of(245_659_282_298L), new Seams(), false).broken()).isEmpty();
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
    Seams broken = PlantedFaults.named("an unpaid application is never abandoned");
    Verdict failure =
        new Seeds(broken, 1, PlantedFaultsTest.SEEDS).run(1, () -> false).failure().orElseThrow();
    Plan shortest = Shrinker.shrink(broken, failure.plan());
    assertThat(Simulation.run(shortest, broken, false).passed()).isFalse();
    assertThat(shortest.scenarios().size() + shortest.faults().size())
        .isLessThan(failure.plan().scenarios().size() + failure.plan().faults().size());
    assertThat(Report.of(broken, failure))
        .anyMatch(line -> line.startsWith("Again: ./run simulate --replay "));
  }
}
