package insurancecontract.simulation.store;

import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A READ COMMITTED transaction: each statement sees what is committed when it runs, and the
 * transaction's own writes; locks are held until the end.
 */
public final class Transaction {
  private final Database database;
  private final Replica process;
  private final Set<Lock> held = new LinkedHashSet<>();
  private final Map<Database.Key, Runnable> writes = new LinkedHashMap<>();
  private final Map<Database.Key, Object> written = new LinkedHashMap<>();
  private final Map<Long, OutboxMessage> appended = new TreeMap<>();
  private Lock waitsFor;
  private Runnable onEnd = () -> {};
  private boolean ended;

  Transaction(Database database, Replica process) {
    this.database = database;
    this.process = process;
    process.atDeath(this::undo);
  }

  void whenEnded(Runnable action) {
    onEnd = action;
  }

  boolean ended() {
    return ended;
  }

  /**
   * Runs one statement; when the database is unavailable it fails and the transaction rolls back.
   */
  public <T> Future<T> statement(Supplier<Future<T>> body) {
    Promise<T> answer = Promise.promise();
    process.soon(
        () -> {
          if (ended || database.isUnavailable()) {
            undo();
            answer.fail(Database.connectionLost());
          } else {
            body.get().onComplete(answer);
          }
        });
    return answer.future();
  }

  /** Locks these rows in their order, waiting for each. */
  public <K extends Comparable<? super K>> Future<Void> lock(Table<K, ?> table, Iterable<K> keys) {
    return lock(table, keys.iterator());
  }

  private <K extends Comparable<? super K>> Future<Void> lock(Table<K, ?> table, Iterator<K> keys) {
    while (keys.hasNext()) {
      Lock lock = database.lock(new Database.Key(table, keys.next()));
      if (lock.take(this)) {
        held.add(lock);
      } else {
        return await(lock).compose(granted -> lock(table, keys));
      }
    }
    return Future.succeededFuture();
  }

  /** Whether another transaction has locked or is inserting the row. */
  public <K extends Comparable<? super K>> boolean lockedByOther(Table<K, ?> table, K key) {
    Lock lock = database.lock(new Database.Key(table, key));
    boolean other = lock.holder() != null && lock.holder() != this;
    database.forget(lock);
    return other;
  }

  private Future<Void> await(Lock lock) {
    for (Lock next = lock; next != null && next.holder() != null; ) {
      if (next.holder() == this) {
        undo();
        return Future.failedFuture(new Deadlock());
      }
      next = next.holder().waitsFor;
    }
    waitsFor = lock;
    return lock.queue(this).future();
  }

  void granted(Lock lock, Promise<Void> turn) {
    waitsFor = null;
    held.add(lock);
    process.later(
        0,
        () -> {
          if (ended) turn.tryFail(Database.connectionLost());
          else turn.tryComplete();
        });
  }

  /** The row as this transaction sees it, or null. */
  @SuppressWarnings("unchecked")
  public <K extends Comparable<? super K>, V> V get(Table<K, V> table, K key) {
    var place = new Database.Key(table, key);
    return written.containsKey(place) ? (V) written.get(place) : table.get(key);
  }

  /** Writes a row that is locked, or that no other transaction writes. */
  public <K extends Comparable<? super K>, V> void put(Table<K, V> table, K key, V row) {
    var place = new Database.Key(table, key);
    written.put(place, row);
    writes.put(place, () -> table.put(key, row));
  }

  /** Deletes a row. */
  public <K extends Comparable<? super K>, V> void remove(Table<K, V> table, K key) {
    var place = new Database.Key(table, key);
    written.put(place, null);
    writes.put(place, () -> table.remove(key));
  }

  /** Appends to the outbox; ids are drawn now, not at commit. */
  public void append(List<OutboxMessage> messages) {
    messages.forEach(message -> appended.put(database.nextOutboxId(), message));
  }

  /** What the transaction appended to the outbox. */
  public Map<Long, OutboxMessage> appended() {
    return appended;
  }

  /** The process that opened it. */
  public Replica process() {
    return process;
  }

  /** Makes the rows visible, but not the outbox. */
  public void publishRows() {
    writes.values().forEach(Runnable::run);
  }

  Future<Void> commit() {
    Promise<Void> answer = Promise.promise();
    process.soon(() -> commit(answer));
    return answer.future();
  }

  private void commit(Promise<Void> answer) {
    if (ended || database.isUnavailable()) {
      undo();
      answer.fail(Database.connectionLost());
      return;
    }
    boolean changes = !writes.isEmpty() || !appended.isEmpty();
    if (!changes) {
      end();
      answer.complete();
      return;
    }
    if (process.crashesAt(FaultKind.CRASH_BEFORE_COMMIT)) return;
    database.apply(this);
    traceCommit();
    end();
    if (process.crashesAt(FaultKind.CRASH_AFTER_COMMIT)) return;
    World world = database.world();
    boolean inDoubt = world.inject(FaultKind.COMMIT_IN_DOUBT, database.service()).isPresent();
    process.soon(
        () -> {
          if (inDoubt) {
            answer.fail(Database.connectionLost());
          } else {
            if (!appended.isEmpty()) process.committed();
            answer.complete();
          }
        });
  }

  private void traceCommit() {
    database
        .world()
        .trace()
        .add(
            () -> {
              List<String> changes = new ArrayList<>();
              written.forEach(
                  (key, row) -> changes.add(key.table() + " " + key.key() + " = " + row));
              appended.forEach(
                  (id, message) -> changes.add("outbox " + id + " = " + message.type()));
              return process + " commits " + String.join(", ", changes);
            });
  }

  Future<Void> rollback() {
    undo();
    return Future.succeededFuture();
  }

  private void undo() {
    if (!ended) end();
  }

  private void end() {
    ended = true;
    List<Lock> free = List.copyOf(held);
    held.clear();
    free.forEach(
        lock -> {
          lock.release();
          database.forget(lock);
        });
    onEnd.run();
  }
}
