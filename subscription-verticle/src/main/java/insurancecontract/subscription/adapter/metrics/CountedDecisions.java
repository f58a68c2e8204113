package insurancecontract.subscription.adapter.metrics;

import insurancecontract.subscription.application.DecisionObserver;
import insurancecontract.subscription.application.Handled;
import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionStatus;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts decisions by command and outcome, so how many applications take which step, and how many
 * ask in vain for what reason; and measures how long after the application each status is reached.
 * Belongs to one thread.
 */
public final class CountedDecisions implements DecisionObserver {
  private static final String ACCEPTED = "ACCEPTED";

  /** From what a customer waits for to what an underwriter may take. */
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
  public void decided(SubscriptionCommand command, Handled handled) {
    String outcome = outcome(handled.decision());
    Kind kind = new Kind(command.getClass().getSimpleName(), outcome);
    counters.computeIfAbsent(kind, this::counter).increment();
    if (outcome.equals(ACCEPTED)) step(handled.after(), command.at());
  }

  private void step(Subscription after, Instant at) {
    steps
        .computeIfAbsent(after.status(), this::timer)
        .record(Duration.between(after.createdAt(), at));
  }

  private Timer timer(SubscriptionStatus status) {
    return Timer.builder("subscription.step")
        .description("From the application until it reached the status")
        .tag("status", status.name())
        .serviceLevelObjectives(BUCKETS)
        .register(meters);
  }

  private static String outcome(Decision decision) {
    if (decision instanceof Decision.Refused refused) return refused.reason().name();
    return decision.equals(Decision.NO_NEWS) ? "NO_NEWS" : ACCEPTED;
  }

  private Counter counter(Kind kind) {
    return Counter.builder("subscription.decisions")
        .description("Decisions about applications, by command and outcome")
        .tag("command", kind.command())
        .tag("outcome", kind.outcome())
        .register(meters);
  }
}
