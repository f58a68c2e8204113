package insurancecontract.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Proves that the simulation notices: each fault, planted alone, is caught. */
class PlantedFaultsTest {
  static final int SEEDS = 10;

  static Set<String> faults() {
    return PlantedFaults.names();
  }

  @Test
  void there_are_at_least_twelve() {
    assertThat(faults()).hasSizeGreaterThanOrEqualTo(12);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void a_planted_fault_is_caught_within_ten_seeds(String fault) {
    Seeds seeds = new Seeds(PlantedFaults.named(fault), 1, SEEDS).run(1, () -> false);
    assertThat(seeds.failure()).as(fault).isPresent();
    // A fault that only makes the simulator itself throw proves nothing.
    assertThat(seeds.failure().get().broken()).noneMatch(it -> it.startsWith(Verdict.THREW));
  }
}
