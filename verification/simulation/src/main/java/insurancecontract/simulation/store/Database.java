package insurancecontract.simulation.store;

import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VertxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;

/** One service's database: its locks, its outbox, and which process relays. */
public class Database {
  /** Identifies a row, which may still be being inserted. */
  record Key(Table<?, ?> table, Object key) {}

  private final World world;
  private final Service service;
  private final Map<Key, Lock> locks = new HashMap<>();
  private final NavigableMap<Long, OutboxMessage> outbox = new TreeMap<>();
  private long lastOutboxId;
  private final List<SimulatedOutbox> listeners = new ArrayList<>();
  private SimulatedOutbox relaying;
  private boolean unavailable;
  private int open;

  /** An empty database. */
  public Database(World world, Service service) {
    this.world = world;
    this.service = service;
  }

  /** The world it is in. */
  public World world() {
    return world;
  }

  /** The service it belongs to. */
  public Service service() {
    return service;
  }

  /** Makes it unavailable, or available again. */
  public void unavailable(boolean now) {
    unavailable = now;
  }

  /** Whether it is unavailable. */
  public boolean isUnavailable() {
    return unavailable;
  }

  static Throwable connectionLost() {
    return VertxException.noStackTrace("the connection to the database was lost");
  }

  /** Whether any transaction is open. */
  public boolean busy() {
    return open > 0;
  }

  /** A transaction of this process; commits when {@code work} succeeds. */
  public <R> Future<R> transaction(Replica process, Function<Transaction, Future<R>> work) {
    var tx = new Transaction(this, process);
    open++;
    tx.whenEnded(() -> open--);
    return work.apply(tx)
        .transform(
            done ->
                done.succeeded()
                    ? tx.commit().map(committed -> done.result())
                    : tx.rollback().transform(undone -> Future.failedFuture(done.cause())));
  }

  /** A read outside of any transaction. */
  public <R> Future<R> query(Replica process, Supplier<R> read) {
    Promise<R> answer = Promise.promise();
    process.soon(
        () -> {
          if (unavailable) answer.fail(connectionLost());
          else answer.complete(read.get());
        });
    return answer.future();
  }

  Lock lock(Key key) {
    return locks.computeIfAbsent(key, Lock::new);
  }

  void forget(Lock lock) {
    if (lock.isFree()) locks.remove(lock.key());
  }

  long nextOutboxId() {
    return ++lastOutboxId;
  }

  /** Makes all of a transaction visible at once. */
  protected void apply(Transaction tx) {
    tx.publishRows();
    outbox.putAll(tx.appended());
  }

  /** The committed outbox, oldest first. */
  public NavigableMap<Long, OutboxMessage> outbox() {
    return outbox;
  }

  /** The advisory lock of the relays: held by one connection until it ends. */
  boolean tryRelay(SimulatedOutbox connection) {
    if (relaying == null) relaying = connection;
    return relaying == connection;
  }

  void listen(SimulatedOutbox connection) {
    if (!listeners.contains(connection)) listeners.add(connection);
  }

  void notifyListeners() {
    listeners.forEach(SimulatedOutbox::arrived);
  }

  void leave(SimulatedOutbox connection) {
    listeners.remove(connection);
    if (relaying == connection) relaying = null;
  }

  /** Breaks the connection of the active relay. */
  public void cutRelay() {
    if (relaying != null) relaying.breakConnection();
  }
}
