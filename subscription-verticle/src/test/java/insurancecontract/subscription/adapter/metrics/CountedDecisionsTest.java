package insurancecontract.subscription.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.Reason;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CountedDecisionsTest {
  private static final Cancel CANCEL = new Cancel(1, "alice", Instant.EPOCH);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountedDecisions decisions = new CountedDecisions(meters);

  private double counted(String outcome) {
    return meters
        .get("subscription.decisions")
        .tag("command", "Cancel")
        .tag("outcome", outcome)
        .counter()
        .count();
  }

  @Test
  void decisions_are_counted_by_command_and_outcome() {
    decisions.decided(CANCEL, Decision.accepted(new CancelRequested(1, Instant.EPOCH)));
    decisions.decided(CANCEL, Decision.NO_NEWS);
    decisions.decided(CANCEL, Decision.NO_NEWS);
    decisions.decided(CANCEL, Decision.refused(Reason.UNDERWRITING_STARTED, "too late"));

    assertThat(counted("ACCEPTED")).isEqualTo(1);
    assertThat(counted("NO_NEWS")).isEqualTo(2);
    assertThat(counted("UNDERWRITING_STARTED")).isEqualTo(1);
  }
}
