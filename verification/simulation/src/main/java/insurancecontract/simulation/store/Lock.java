package insurancecontract.simulation.store;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;

/** One row's lock: held by one transaction, granted in order of arrival. */
final class Lock {
  private record Waiting(Transaction tx, Promise<Void> turn) {}

  private final Database.Key key;
  private final Queue<Waiting> queue = new ArrayDeque<>();
  private Transaction holder;

  Lock(Database.Key key) {
    this.key = key;
  }

  Database.Key key() {
    return key;
  }

  Transaction holder() {
    return holder;
  }

  boolean isFree() {
    return holder == null && queue.isEmpty();
  }

  /** Takes the lock if it is free. */
  boolean take(Transaction tx) {
    if (holder == null) holder = tx;
    return holder == tx;
  }

  Promise<Void> queue(Transaction tx) {
    Promise<Void> turn = Promise.promise();
    queue.add(new Waiting(tx, turn));
    return turn;
  }

  /** Grants it to the next waiting transaction. */
  void release() {
    holder = null;
    Waiting next = queue.poll();
    while (next != null && next.tx().ended()) next = queue.poll();
    if (next == null) return;
    holder = next.tx();
    next.tx().granted(this, next.turn());
  }
}
