package insurancecontract.subscription.adapter.metrics;

import insurancecontract.subscription.application.DecisionObserver;
import insurancecontract.subscription.domain.Decision;
import insurancecontract.subscription.domain.SubscriptionCommand;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts decisions by command and outcome: how many applications take which step, and how many ask
 * in vain for what reason. Belongs to one thread.
 */
public final class CountedDecisions implements DecisionObserver {
  private record Kind(String command, String outcome) {}

  private final MeterRegistry meters;
  private final Map<Kind, Counter> counters = new HashMap<>();

  /** Counts in this registry. */
  public CountedDecisions(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void decided(SubscriptionCommand command, Decision decision) {
    Kind kind = new Kind(command.getClass().getSimpleName(), outcome(decision));
    counters.computeIfAbsent(kind, this::counter).increment();
  }

  private static String outcome(Decision decision) {
    if (decision instanceof Decision.Refused refused) return refused.reason().name();
    return decision.equals(Decision.NO_NEWS) ? "NO_NEWS" : "ACCEPTED";
  }

  private Counter counter(Kind kind) {
    return Counter.builder("subscription.decisions")
        .description("Decisions about applications, by command and outcome")
        .tag("command", kind.command())
        .tag("outcome", kind.outcome())
        .register(meters);
  }
}
