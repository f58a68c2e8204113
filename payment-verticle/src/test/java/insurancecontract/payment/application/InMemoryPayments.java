package insurancecontract.payment.application;

import insurancecontract.payment.application.Changes.Change;
import insurancecontract.payment.application.Changes.Recorded;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentStatus;
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

/** Payments in a map, with the same promises as the database; one thread only. */
public final class InMemoryPayments
    implements PaymentRepository, UnfinishedPayments, PaymentLookup {
  private record Row(
      Payment payment, String traceparent, int attempts, String lastError, Instant dueAt) {}

  private final Map<Long, Row> rows = new TreeMap<>();
  private final List<Recorded> announced = new ArrayList<>();
  private long paymentIds;
  private int racesToLose;
  private Runnable winner = () -> {};
  private RuntimeException broken;

  /**
   * The next so many transactions find that someone was faster; {@code winner} is what they did.
   */
  public void loseRaces(int count, Runnable winner) {
    racesToLose = count;
    this.winner = winner;
  }

  /** From now on everything fails with this, until null is given. */
  public void breakWith(RuntimeException failure) {
    broken = failure;
  }

  /** Every event that was stored, in order. */
  public List<Recorded> recorded() {
    return announced;
  }

  /** The payment of a subscription as it is stored; null when there is none. */
  public Payment of(long subscriptionId) {
    Row row = rows.get(subscriptionId);
    return row == null ? null : row.payment();
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> subscriptionIds, Function<Map<Long, Payment>, Changes<R>> work) {
    if (broken != null) return Future.failedFuture(broken);
    Map<Long, Payment> loaded = new HashMap<>();
    subscriptionIds.forEach(id -> loaded.put(id, loaded(id)));
    Changes<R> changes;
    try {
      changes = work.apply(loaded);
    } catch (RuntimeException failure) {
      return Future.failedFuture(failure);
    }
    if (racesToLose > 0) {
      racesToLose--;
      winner.run();
      return Future.failedFuture(new StaleState("someone was faster", null));
    }
    for (Change change : changes.changes()) {
      long version = rows.containsKey(id(change)) ? of(id(change)).version() : 0;
      if (version != change.before().version()) {
        return Future.failedFuture(new StaleState("someone was faster", null));
      }
    }
    changes.changes().forEach(this::store);
    return Future.succeededFuture(changes.result());
  }

  private Payment loaded(long id) {
    Row row = rows.get(id);
    return row == null ? Payment.absent(id, ++paymentIds) : row.payment();
  }

  private static long id(Change change) {
    return change.after().subscriptionId();
  }

  private void store(Change change) {
    rows.put(id(change), new Row(change.after(), change.traceparent(), 0, null, change.dueAt()));
    announced.addAll(change.recorded());
  }

  @Override
  public Future<List<Unfinished>> claim(
      PaymentStatus status, Instant now, Instant leasedUntil, int limit) {
    if (broken != null) return Future.failedFuture(broken);
    List<Row> due =
        rows.values().stream()
            .filter(row -> row.payment().status() == status)
            .filter(row -> row.dueAt() != null && !row.dueAt().isAfter(now))
            .sorted(Comparator.comparing(Row::dueAt))
            .limit(limit)
            .toList();
    for (Row row : due) {
      rows.put(
          row.payment().subscriptionId(),
          new Row(row.payment(), row.traceparent(), row.attempts(), row.lastError(), leasedUntil));
    }
    return Future.succeededFuture(
        due.stream()
            .map(row -> new Unfinished(row.payment(), row.attempts(), row.traceparent()))
            .toList());
  }

  @Override
  public Future<Void> postpone(Unfinished work, String error, Instant until) {
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
    return row.payment().terms() != null && row.payment().terms().customerId().equals(customerId);
  }

  private static Listed listed(Row row) {
    return new Listed(row.payment(), row.attempts(), row.lastError());
  }
}
