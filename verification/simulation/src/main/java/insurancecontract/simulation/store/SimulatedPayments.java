package insurancecontract.simulation.store;

import insurancecontract.payment.adapter.postgres.PaymentMessages;
import insurancecontract.payment.application.Changes;
import insurancecontract.payment.application.Changes.Change;
import insurancecontract.payment.application.PaymentRepository;
import insurancecontract.payment.application.StaleState;
import insurancecontract.payment.application.UnfinishedPayments;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentStatus;
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

/** Payments in the simulated database, as the statements for PostgreSQL have it. */
public final class SimulatedPayments implements PaymentRepository, UnfinishedPayments {
  private final Database database;
  private final PaymentTables tables;
  private final Replica process;

  /** The repository of one process. */
  public SimulatedPayments(Database database, PaymentTables tables, Replica process) {
    this.database = database;
    this.tables = tables;
    this.process = process;
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> subscriptionIds, Function<Map<Long, Payment>, Changes<R>> work) {
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
    return cause instanceof Deadlock
        ? new StaleState("two transactions waited for each other", cause)
        : cause;
  }

  private Future<Map<Long, Payment>> load(Transaction tx, Collection<Long> ids) {
    TreeSet<Long> there = new TreeSet<>(ids);
    there.retainAll(tables.payments.committed().keySet());
    return tx.lock(tables.payments, there)
        .map(
            locked -> {
              Map<Long, Payment> loaded = new HashMap<>();
              for (Long id : ids) {
                loaded.put(
                    id,
                    there.contains(id)
                        ? tables.payments.get(id).payment()
                        : Payment.absent(id, tables.nextId()));
              }
              return loaded;
            });
  }

  private <R> Future<R> store(Transaction tx, Changes<R> changes) {
    if (changes.changes().isEmpty()) return Future.succeededFuture(changes.result());
    return tx.statement(() -> save(tx, changes.changes()))
        .compose(
            saved ->
                tx.statement(
                    () -> {
                      tx.append(PaymentMessages.of(changes.changes()));
                      return Future.succeededFuture(changes.result());
                    }));
  }

  /** New rows must still be new; a row that another one is just inserting is waited for. */
  private Future<Void> save(Transaction tx, List<Change> changes) {
    TreeSet<Long> ids = new TreeSet<>();
    changes.forEach(change -> ids.add(change.after().subscriptionId()));
    return tx.lock(tables.payments, ids).compose(locked -> write(tx, changes));
  }

  private Future<Void> write(Transaction tx, List<Change> changes) {
    for (Change change : changes) {
      PaymentRow there = tables.payments.get(change.after().subscriptionId());
      long version = there == null ? 0 : there.payment().version();
      if (version != change.before().version()) {
        return Future.failedFuture(
            new StaleState("a payment was written by another one meanwhile", null));
      }
    }
    for (Change change : changes) {
      tx.put(
          tables.payments,
          change.after().subscriptionId(),
          new PaymentRow(change.after(), change.traceparent(), 0, change.dueAt()));
    }
    return Future.succeededFuture();
  }

  @Override
  public Future<List<Unfinished>> claim(
      PaymentStatus status, Instant now, Instant leasedUntil, int limit) {
    return database.transaction(
        process,
        tx ->
            tx.statement(
                () -> {
                  List<PaymentRow> due = due(tx, status, now, limit);
                  due.forEach(row -> lease(tx, row, leasedUntil));
                  return Future.succeededFuture(due.stream().map(this::unfinished).toList());
                }));
  }

  private List<PaymentRow> due(Transaction tx, PaymentStatus status, Instant now, int limit) {
    return tables.payments.committed().values().stream()
        .filter(row -> row.payment().status() == status)
        .filter(row -> row.dueAt() != null && !row.dueAt().isAfter(now))
        .filter(row -> !tx.lockedByOther(tables.payments, row.payment().subscriptionId()))
        .sorted(Comparator.comparing(PaymentRow::dueAt))
        .limit(limit)
        .toList();
  }

  private void lease(Transaction tx, PaymentRow row, Instant until) {
    long id = row.payment().subscriptionId();
    // Not locked by anyone, so this never waits.
    tx.lock(tables.payments, List.of(id)).succeeded();
    tx.put(
        tables.payments,
        id,
        new PaymentRow(row.payment(), row.traceparent(), row.attempts(), until));
  }

  private Unfinished unfinished(PaymentRow row) {
    return new Unfinished(row.payment(), row.attempts(), row.traceparent());
  }

  @Override
  public Future<Void> postpone(Unfinished work, String error, Instant until) {
    long id = work.payment().subscriptionId();
    return database.transaction(
        process,
        tx ->
            tx.statement(
                () ->
                    tx.lock(tables.payments, List.of(id))
                        .map(locked -> postpone(tx, work, until))));
  }

  private Void postpone(Transaction tx, Unfinished work, Instant until) {
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
