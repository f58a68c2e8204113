package insurancecontract.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** Every run that begins is judged, and one that cannot be judged has failed. */
class SeedsTest {
  @Test
  void every_seed_is_judged_exactly_once() {
    Set<Long> ran = ConcurrentHashMap.newKeySet();
    Seeds seeds =
        new Seeds(
                seed -> {
                  assertThat(ran.add(seed)).isTrue();
                  return verdict(seed, 1);
                },
                1,
                1_000)
            .run(4, () -> false);

    assertThat(seeds.judged()).isEqualTo(1_000);
    assertThat(ran).hasSize(1_000);
    assertThat(seeds.passed()).isTrue();
  }

  @Test
  void a_run_that_throws_fails_with_its_seed() {
    Seeds seeds =
        new Seeds(
                PlantedFaults.throwing(() -> new IllegalStateException("planted")),
                4_711,
                Seeds.UNLIMITED)
            .run(2, () -> false);

    Verdict failure = seeds.failure().orElseThrow();
    assertThat(failure.plan().seed()).isBetween(4_711L, 4_712L);
    assertThat(failure.broken())
        .startsWith("the run threw java.lang.IllegalStateException: planted")
        .anyMatch(line -> line.contains("PlantedFaults"));
    assertThat(seeds.passed()).isFalse();
  }

  @Test
  void a_run_that_never_ends_fails() {
    Verdict verdict = Simulation.run(Plan.of(1), PlantedFaults.endless(), false);

    assertThat(verdict.broken()).first().asString().contains("the run does not come to an end");
  }

  @Test
  void a_seed_that_cannot_be_judged_ends_the_search_and_is_named() {
    var seeds =
        new Seeds(
            seed -> {
              if (seed == 3) throw new StackOverflowError("planted");
              return verdict(seed, 1);
            },
            1,
            Seeds.UNLIMITED);

    assertThatThrownBy(() -> seeds.run(2, () -> false))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("seed 3 cannot be judged");
  }

  @Test
  void a_run_in_which_nothing_happens_fails() {
    Seeds seeds = new Seeds(seed -> verdict(seed, 0), 1, 1).run(1, () -> false);

    assertThat(seeds.failure().orElseThrow().broken())
        .containsExactly("nothing happened: no application was stored");
  }

  @Test
  void no_run_at_all_is_no_success() {
    Seeds seeds = new Seeds(seed -> verdict(seed, 1), 1, Seeds.UNLIMITED).run(2, () -> true);

    assertThat(seeds.failure()).isEmpty();
    assertThat(seeds.passed()).isFalse();
  }

  @Test
  void fewer_verdicts_than_seeds_are_no_success() {
    long[] calls = new long[1];
    Seeds seeds = new Seeds(seed -> verdict(seed, 1), 1, 1_000).run(1, () -> ++calls[0] > 10);

    assertThat(seeds.judged()).isEqualTo(10);
    assertThat(seeds.passed()).isFalse();
  }

  private static Verdict verdict(long seed, long sagas) {
    return new Verdict(Plan.of(seed), sagas, List.of(), Map.of(), Map.of(), List.of());
  }
}
