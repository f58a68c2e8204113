package insurancecontract.simulation.store;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Change;
import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.StaleState;
import insurancecontract.payment.adapter.postgres.PaymentMessages;
import insurancecontract.payment.application.UnfinishedPayments;
import insurancecontract.payment.application.WorkPace;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Absent;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.simulation.store.PaymentTables.PaymentRow;
import insurancecontract.simulation.world.Replica;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;

/** Payments in the simulated database, behaving like the PostgreSQL statements. */
public final class SimulatedPayments
    implements Aggregates<Payment, PaymentEvent>, UnfinishedPayments {
  private final Database database;
  private final PaymentTables tables;
  private final Replica process;
  private final WorkPace pace;

  /** The repository of one process. */
  public SimulatedPayments(
      Database database, PaymentTables tables, Replica process, WorkPace pace) {
    this.database = database;
    this.tables = tables;
    this.process = process;
    this.pace = pace;
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> subscriptionIds,
      Function<Map<Long, Payment>, Changes<Payment, PaymentEvent, R>> work) {
    return database
        .transaction(
            process,
            tx ->
                tx.statement(() -> load(tx, subscriptionIds))
                    .map(work)
                    .compose(changes -> store(tx, changes)))
        .recover(cause -> Future.failedFuture(staleIfOverrun(cause)));
  }

  private static Throwable staleIfOverrun(Throwable cause) {
    return cause instanceof Deadlock ? new StaleState("a payment") : cause;
  }

  private Future<Map<Long, Payment>> load(Transaction tx, Collection<Long> ids) {
    TreeSet<Long> existing = new TreeSet<>(ids);
    existing.retainAll(tables.payments.committed().keySet());
    return tx.lock(tables.payments, existing)
        .map(
            locked -> {
              Map<Long, Payment> loaded = new HashMap<>();
              for (Long id : ids) {
                loaded.put(
                    id,
                    existing.contains(id)
                        ? tables.payments.get(id).payment()
                        : new Absent(id, tables.nextId()));
              }
              return loaded;
            });
  }

  private <R> Future<R> store(Transaction tx, Changes<Payment, PaymentEvent, R> changes) {
    if (changes.changes().isEmpty()) return Future.succeededFuture(changes.result());
    return tx.statement(() -> save(tx, changes.changes()))
        .compose(
            saved ->
                tx.statement(
                    () -> {
                      tx.append(PaymentMessages.of(changes.recorded()));
                      return Future.succeededFuture(changes.result());
                    }));
  }

  /** New rows must still be new; a row that another transaction is inserting is waited for. */
  private Future<Void> save(Transaction tx, List<Change<Payment, PaymentEvent>> changes) {
    TreeSet<Long> ids = new TreeSet<>();
    changes.forEach(change -> ids.add(change.after().subscriptionId()));
    return tx.lock(tables.payments, ids).compose(locked -> write(tx, changes));
  }

  private Future<Void> write(Transaction tx, List<Change<Payment, PaymentEvent>> changes) {
    for (Change<Payment, PaymentEvent> change : changes) {
      PaymentRow existing = tables.payments.get(change.after().subscriptionId());
      long version = existing == null ? 0 : existing.payment().version();
      if (version != change.before().version()) {
        return Future.failedFuture(new StaleState("a payment"));
      }
    }
    for (Change<Payment, PaymentEvent> change : changes) {
      tx.put(
          tables.payments,
          change.after().subscriptionId(),
          new PaymentRow(
              (Existing) change.after(),
              change.traceparent(),
              0,
              pace.dueAt(change.after()).orElse(null)));
    }
    return Future.succeededFuture();
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
    return database.transaction(
        process,
        tx ->
            tx.statement(
                () -> {
                  List<PaymentRow> due = due(tx, state, now, limit);
                  due.forEach(row -> lease(tx, row, leasedUntil));
                  return Future.succeededFuture(
                      due.stream().map(row -> unfinished(row, state)).toList());
                }));
  }

  private List<PaymentRow> due(Transaction tx, Class<?> state, Instant now, int limit) {
    return tables.payments.committed().values().stream()
        .filter(row -> state.isInstance(row.payment()))
        .filter(row -> row.dueAt() != null && !row.dueAt().isAfter(now))
        .filter(row -> !tx.lockedByOther(tables.payments, row.payment().subscriptionId()))
        .sorted(Comparator.comparing(PaymentRow::dueAt))
        .limit(limit)
        .toList();
  }

  private void lease(Transaction tx, PaymentRow row, Instant until) {
    long id = row.payment().subscriptionId();
    // The row is not locked, so this never waits.
    tx.lock(tables.payments, List.of(id)).succeeded();
    tx.put(
        tables.payments,
        id,
        new PaymentRow(row.payment(), row.traceparent(), row.attempts(), until));
  }

  private static <P extends Existing> Unfinished<P> unfinished(PaymentRow row, Class<P> state) {
    return new Unfinished<>(state.cast(row.payment()), row.attempts(), row.traceparent());
  }

  @Override
  public Future<Void> postpone(Unfinished<?> work, String error, Instant until) {
    long id = work.payment().subscriptionId();
    return database.transaction(
        process,
        tx ->
            tx.statement(
                () ->
                    tx.lock(tables.payments, List.of(id))
                        .map(locked -> postpone(tx, work, until))));
  }

  private Void postpone(Transaction tx, Unfinished<?> work, Instant until) {
    long id = work.payment().subscriptionId();
    PaymentRow row = tables.payments.get(id);
    if (row.payment().version() == work.payment().version() && row.dueAt() != null) {
      tx.put(
          tables.payments,
          id,
          new PaymentRow(row.payment(), row.traceparent(), row.attempts() + 1, until));
    }
    return null;
  }
}
