package insurancecontract.faults;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.faults.RollingRestart.Plan;
import insurancecontract.faults.RollingRestart.Report;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The short form of the command: both processes of the view, one of each other service, while as
 * many clients ask as in the long form.
 */
@Tag("proof")
class RollingRestartE2E {
  private static final List<String> RESTARTED =
      List.of("subscription-1", "payment-1", "underwriting-1", "view-1", "view-2", "gateway-1");
  private static final int CLIENTS = 50;

  @TempDir Path directory;

  @Test
  void nothing_is_lost_when_processes_are_restarted_one_after_another() {
    try (var site = new Site(directory, 2, 2, RollingRestart.settings())) {
      Report report = RollingRestart.on(site, new Plan(1, RESTARTED, CLIENTS));
      report.lines().forEach(System.out::println);

      assertThat(report.failures()).isEmpty();
      assertThat(report.broken()).isEmpty();
      // A run in which nobody asked would prove nothing.
      assertThat(report.answers().get("apply: 201")).isGreaterThan(CLIENTS);
      assertThat(report.answers().get("approve: 200")).isPositive();
    }
  }
}
