package insurancecontract.faults;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.faults.FaultRun.Plan;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the command, three minutes with the healing: whatever is killed and cut, what
 * was promised holds.
 */
@Tag("proof")
class FaultRunE2E {
  private static final int KILLS = 100;
  private static final Duration MAX = Duration.ofSeconds(150);

  @TempDir Path directory;

  @Test
  void nothing_is_lost_under_kills_cuts_delays_and_poison() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    try (var site = new Site(directory, 1, new JsonObject())) {
      FaultReport report = FaultRun.on(site, new Plan(seed, KILLS, MAX, 10));
      report.lines().forEach(System.out::println);

      assertThat(report.broken()).isEmpty();
      // A run in which nothing happened would prove nothing.
      assertThat(report.kills()).isPositive();
      assertThat(report.answers().get("apply 201")).isPositive();
    }
  }
}
