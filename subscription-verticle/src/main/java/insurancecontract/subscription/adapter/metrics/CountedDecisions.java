package insurancecontract.subscription.adapter.metrics;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Decision.Accepted;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.contracts.DecisionMetric;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.application.DecisionObserver;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmRefund;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionCommand.Contract;
import insurancecontract.subscription.domain.SubscriptionCommand.Refuse;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts decisions by command and outcome, so how many applications take which step and how many
 * requests are refused for which reason; measures how long after applying each status is reached.
 * Belongs to one thread.
 */
public final class CountedDecisions implements DecisionObserver {
  /** The published label of each command: a class may be renamed, its label stays. */
  static final Map<Class<? extends SubscriptionCommand>, String> LABELS =
      Map.of(
          ConfirmPayment.class, DecisionMetric.CONFIRM_PAYMENT,
          Abandon.class, "Abandon",
          ConfirmUnderwriter.class, "ConfirmUnderwriter",
          Contract.class, "Contract",
          Refuse.class, "Refuse",
          Cancel.class, "Cancel",
          Withdraw.class, "Withdraw",
          ConfirmRefund.class, "ConfirmRefund");

  /** From how long a customer waits to how long an underwriter may take. */
  private static final Duration[] BUCKETS = {
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(30),
    Duration.ofMinutes(5),
    Duration.ofHours(1),
    Duration.ofDays(1)
  };

  private record Kind(String command, String outcome) {}

  private final MeterRegistry meters;
  private final Map<Kind, Counter> counters = new HashMap<>();
  private final Map<SubscriptionStatus, Timer> steps = new EnumMap<>(SubscriptionStatus.class);

  /** Counts in this registry. */
  public CountedDecisions(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void decided(
      SubscriptionCommand command, Handled<SubscriptionState, SubscriptionEvent> handled) {
    Kind kind = new Kind(LABELS.get(command.getClass()), outcome(handled.decision()));
    counters.computeIfAbsent(kind, this::counter).increment();
    if (handled.decision() instanceof Accepted) {
      step((Subscription) handled.after(), command.at());
    }
  }

  private void step(Subscription after, Instant at) {
    steps
        .computeIfAbsent(after.status(), this::timer)
        .record(Duration.between(after.header().createdAt(), at));
  }

  private Timer timer(SubscriptionStatus status) {
    return Timer.builder("subscription.step")
        .description("Time from applying until the status was reached")
        .tag("status", status.name())
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  private static String outcome(Decision<SubscriptionEvent> decision) {
    if (decision instanceof Refused<SubscriptionEvent> refused) {
      return refused.refusal().code().name();
    }
    return decision instanceof Accepted ? DecisionMetric.ACCEPTED : DecisionMetric.UNCHANGED;
  }

  private Counter counter(Kind kind) {
    return Counter.builder(DecisionMetric.NAME)
        .description("Decisions about applications, by command and outcome")
        .tag(DecisionMetric.COMMAND, kind.command())
        .tag(DecisionMetric.OUTCOME, kind.outcome())
        .register(meters);
  }
}
