package insurancecontract.payment.application;

import insurancecontract.payment.application.Changes.Change;
import insurancecontract.payment.application.Changes.Recorded;
import insurancecontract.payment.domain.Decision;
import insurancecontract.payment.domain.Decision.Accepted;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.PaymentEvent.RefundRequested;
import insurancecontract.payment.domain.PaymentEvent.RefundRetried;
import insurancecontract.payment.domain.PaymentStatus;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Load, decide, save, for any number of commands in one transaction. Commands of one payment are
 * decided in their order, each on what the one before it left.
 */
public final class PaymentService {
  private final PaymentRepository repository;
  private final Supplier<WorkPace> pace;
  private Runnable refundsDue = () -> {};

  /** A service on these payments. */
  public PaymentService(PaymentRepository repository, Supplier<WorkPace> pace) {
    this.repository = repository;
    this.pace = pace;
  }

  /** Calls {@code wake} whenever a refund was stored that is due now. */
  public void whenRefundsAreDue(Runnable wake) {
    refundsDue = wake;
  }

  /** Answers each command at its own position, once all of them are stored. */
  public Future<List<Outcome>> handle(List<Traced<PaymentCommand>> commands) {
    if (commands.isEmpty()) return Future.succeededFuture(List.of());
    return stored(commands, 1).onSuccess(this::wakeForRefunds);
  }

  private Future<List<Outcome>> stored(List<Traced<PaymentCommand>> commands, int tries) {
    List<Long> ids =
        commands.stream().map(traced -> traced.command().subscriptionId()).distinct().toList();
    return repository
        .transact(ids, loaded -> decided(loaded, commands))
        .recover(
            cause ->
                cause instanceof StaleState && tries < pace.get().decisionsMax()
                    ? stored(commands, tries + 1)
                    : Future.failedFuture(cause));
  }

  private Changes<List<Outcome>> decided(
      Map<Long, Payment> loaded, List<Traced<PaymentCommand>> commands) {
    Map<Long, Draft> drafts = new LinkedHashMap<>();
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (Traced<PaymentCommand> traced : commands) {
      long id = traced.command().subscriptionId();
      Draft draft =
          drafts.computeIfAbsent(id, key -> new Draft(Objects.requireNonNull(loaded.get(key))));
      outcomes.add(draft.decide(traced));
    }
    List<Change> changes =
        drafts.values().stream()
            .filter(draft -> !draft.recorded.isEmpty())
            .map(draft -> draft.change(pace.get()))
            .toList();
    return new Changes<>(changes, outcomes);
  }

  private void wakeForRefunds(List<Outcome> outcomes) {
    boolean due =
        outcomes.stream()
            .anyMatch(
                outcome ->
                    outcome.brought(RefundRequested.class) || outcome.brought(RefundRetried.class));
    if (due) refundsDue.run();
  }

  /** One payment while a batch is being decided. */
  private static final class Draft {
    private final Payment before;
    private final List<Recorded> recorded = new ArrayList<>();
    private Payment now;

    Draft(Payment before) {
      this.before = before;
      this.now = before;
    }

    Outcome decide(Traced<PaymentCommand> traced) {
      Decision decision = Payment.decide(now, traced.command());
      if (decision instanceof Accepted accepted) {
        for (PaymentEvent event : accepted.events()) {
          now = Payment.evolve(now, event);
          recorded.add(new Recorded(event, now, traced.traceparent()));
        }
      }
      return new Outcome(decision, now);
    }

    Change change(WorkPace pace) {
      return new Change(before, now, recorded, dueAt(pace));
    }

    private Instant dueAt(WorkPace pace) {
      // Whoever asked for the charge is at it; only after the lease has it been left behind.
      if (now.status() == PaymentStatus.REQUESTED) return now.updatedAt().plus(pace.lease());
      if (now.status() == PaymentStatus.CANCELLING && !now.parked()) return now.updatedAt();
      return null;
    }
  }
}
