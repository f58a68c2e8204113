package insurancecontract.subscription.adapter.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.subscription.domain.Header;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Reason;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
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
      new Subscription.CancelRequested(
          new Header(1, 3, "alice", new Product("Fisrtcancer", 30_000, "KRW"), Instant.EPOCH), 10);

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final CountedDecisions decisions = new CountedDecisions(meters);

  private void decided(Decision<SubscriptionEvent> decision) {
    decisions.decided(CANCEL, new Handled<>(decision, AFTER));
  }

  @Test
  void how_long_after_the_application_a_status_is_reached_is_measured_once() {
    decided(Decision.accepted(CANCELLING));
    decided(Decision.unchanged());

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
    decided(Decision.unchanged());
    decided(Decision.unchanged());
    decided(Decision.refused(Reason.UNDERWRITING_STARTED));

    assertThat(counted("ACCEPTED")).isEqualTo(1);
    assertThat(counted("NO_NEWS")).isEqualTo(2);
    assertThat(counted("UNDERWRITING_STARTED")).isEqualTo(1);
  }

  @Test
  void every_command_has_its_published_label() {
    assertThat(SubscriptionCommand.class.getPermittedSubclasses())
        .allMatch(CountedDecisions.LABELS::containsKey);
    assertThat(CountedDecisions.LABELS.values())
        .containsExactlyInAnyOrder(
            "ConfirmPayment",
            "Abandon",
            "ConfirmUnderwriter",
            "Contract",
            "Refuse",
            "Cancel",
            "Withdraw",
            "ConfirmRefund");
  }
}
