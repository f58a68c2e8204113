package insurancecontract.subscription.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.subscription.application.Handled;
import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Reason;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Opened;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class CountedDecisionsTest {
  private static final Cancel CANCEL = new Cancel(1, "alice", Instant.EPOCH.plusSeconds(3));
  private static final CancelRequested CANCELLING =
      new CancelRequested(1, Instant.EPOCH.plusSeconds(3));
  private static final Subscription AFTER =
      Subscription.evolve(
          Subscription.open(
              new Opened(1, "alice", new Product("Fisrtcancer", 30_000, "KRW"), Instant.EPOCH)),
          CANCELLING);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountedDecisions decisions = new CountedDecisions(meters);

  private void decided(Decision decision) {
    decisions.decided(CANCEL, new Handled(decision, AFTER));
  }

  @Test
  void how_long_after_the_application_a_status_is_reached_is_measured_once() {
    decided(Decision.accepted(CANCELLING));
    decided(Decision.NO_NEWS);

    Timer step = meters.get("subscription.step").tag("status", "CANCEL_REQUESTED").timer();
    assertThat(step.count()).isEqualTo(1);
    assertThat(step.totalTime(TimeUnit.SECONDS)).isEqualTo(3);
  }

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
    decided(Decision.accepted(CANCELLING));
    decided(Decision.NO_NEWS);
    decided(Decision.NO_NEWS);
    decided(Decision.refused(Reason.UNDERWRITING_STARTED, "too late"));

    assertThat(counted("ACCEPTED")).isEqualTo(1);
    assertThat(counted("NO_NEWS")).isEqualTo(2);
    assertThat(counted("UNDERWRITING_STARTED")).isEqualTo(1);
  }
}
