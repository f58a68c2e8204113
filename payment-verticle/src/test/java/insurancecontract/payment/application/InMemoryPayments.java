package insurancecontract.payment.application;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Change;
import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.decision.StaleState;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Absent;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.PaymentEvent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Payments in a map, with the same guarantees as the database; for one thread. */
public final class InMemoryPayments
    implements Aggregates<Payment, PaymentEvent>, UnfinishedPayments, PaymentLookup {
  private record Row(
      Existing payment, String traceparent, int attempts, String lastError, Instant dueAt) {}

  private final WorkPace pace;
  private final Map<Long, Row> rows = new TreeMap<>();
  private final List<Recorded<Payment, PaymentEvent>> recorded = new ArrayList<>();
  private long paymentIds;
  private int racesToLose;
  private Runnable winner = () -> {};
  private RuntimeException broken;

  /** No payments yet; work is due at this pace. */
  public InMemoryPayments(WorkPace pace) {
    this.pace = pace;
  }

  /** The next {@code count} transactions lose a race against {@code winner}. */
  public void loseRaces(int count, Runnable winner) {
    racesToLose = count;
    this.winner = winner;
  }

  /** From now on every call fails with this; null ends it. */
  public void breakWith(RuntimeException failure) {
    broken = failure;
  }

  /** All stored events, in order. */
  public List<Recorded<Payment, PaymentEvent>> recorded() {
    return recorded;
  }

  /** The stored payment of a subscription; null when there is none. */
  public Existing of(long subscriptionId) {
    Row row = rows.get(subscriptionId);
    return row == null ? null : row.payment();
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> subscriptionIds,
      Function<Map<Long, Payment>, Changes<Payment, PaymentEvent, R>> work) {
    if (broken != null) return Future.failedFuture(broken);
    Map<Long, Payment> loaded = new HashMap<>();
    subscriptionIds.forEach(id -> loaded.put(id, loaded(id)));
    Changes<Payment, PaymentEvent, R> changes;
    try {
      changes = work.apply(loaded);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
    if (racesToLose > 0) {
      racesToLose--;
      winner.run();
      return Future.failedFuture(new StaleState("a payment"));
    }
    for (Change<Payment, PaymentEvent> change : changes.changes()) {
      long version = rows.containsKey(id(change)) ? of(id(change)).version() : 0;
      if (version != change.before().version()) {
        return Future.failedFuture(new StaleState("a payment"));
      }
    }
    changes.changes().forEach(this::store);
    return Future.succeededFuture(changes.result());
  }

  private Payment loaded(long id) {
    Row row = rows.get(id);
    return row == null ? new Absent(id, ++paymentIds) : row.payment();
  }

  private static long id(Change<Payment, PaymentEvent> change) {
    return change.after().subscriptionId();
  }

  private void store(Change<Payment, PaymentEvent> change) {
    Existing after = (Existing) change.after();
    rows.put(
        id(change), new Row(after, change.traceparent(), 0, null, pace.dueAt(after).orElse(null)));
    recorded.addAll(change.recorded());
  }

  @Override
  public Future<List<Unfinished<Requested>>> claimCharges(
      Instant now, Instant leasedUntil, int limit) {
    return claim(Requested.class, now, leasedUntil, limit);
  }

  @Override
  public Future<List<Unfinished<Cancelling>>> claimRefunds(
      Instant now, Instant leasedUntil, int limit) {
    return claim(Cancelling.class, now, leasedUntil, limit);
  }

  private <P extends Existing> Future<List<Unfinished<P>>> claim(
      Class<P> state, Instant now, Instant leasedUntil, int limit) {
    if (broken != null) return Future.failedFuture(broken);
    List<Row> due =
        rows.values().stream()
            .filter(row -> state.isInstance(row.payment()))
            .filter(row -> row.dueAt() != null && !row.dueAt().isAfter(now))
            .sorted(Comparator.comparing(Row::dueAt))
            .limit(limit)
            .toList();
    List<Unfinished<P>> claimed = new ArrayList<>();
    for (Row row : due) {
      rows.put(
          row.payment().subscriptionId(),
          new Row(row.payment(), row.traceparent(), row.attempts(), row.lastError(), leasedUntil));
      claimed.add(new Unfinished<>(state.cast(row.payment()), row.attempts(), row.traceparent()));
    }
    return Future.succeededFuture(claimed);
  }

  @Override
  public Future<Void> postpone(Unfinished<?> work, String error, Instant until) {
    if (broken != null) return Future.failedFuture(broken);
    Row row = rows.get(work.payment().subscriptionId());
    if (row.payment().version() == work.payment().version() && row.dueAt() != null) {
      rows.put(
          work.payment().subscriptionId(),
          new Row(row.payment(), row.traceparent(), row.attempts() + 1, error, until));
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<Optional<Listed>> find(long paymentId) {
    return Future.succeededFuture(
        rows.values().stream()
            .filter(row -> row.payment().paymentId() == paymentId)
            .findFirst()
            .map(InMemoryPayments::listed));
  }

  @Override
  public Future<List<Listed>> page(Filter filter, int limit, Long before) {
    return Future.succeededFuture(
        rows.values().stream()
            .filter(row -> before == null || row.payment().paymentId() < before)
            .filter(row -> filter.customerId() == null || isOf(filter.customerId(), row))
            .sorted(Comparator.comparing((Row row) -> row.payment().paymentId()).reversed())
            .limit(limit)
            .map(InMemoryPayments::listed)
            .toList());
  }

  private static boolean isOf(String customerId, Row row) {
    return row.payment().knownTerms().stream()
        .anyMatch(terms -> terms.customerId().equals(customerId));
  }

  private static Listed listed(Row row) {
    return new Listed(row.payment(), row.attempts(), row.lastError());
  }
}
