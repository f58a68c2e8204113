package insurancecontract.simulation.store;

import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Queue;

/** One row's lock: held by one transaction, waited for in order. */
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

  /** Takes it if nobody has it. */
  boolean take(Transaction tx) {
    if (holder == null) holder = tx;
    return holder == tx;
  }

  Promise<Void> queue(Transaction tx) {
    Promise<Void> turn = Promise.promise();
    queue.add(new Waiting(tx, turn));
    return turn;
  }

  /** Hands it to the next one that still wants it. */
  void release() {
    holder = null;
    Waiting next = queue.poll();
    while (next != null && next.tx().ended()) next = queue.poll();
    if (next == null) return;
    holder = next.tx();
    next.tx().granted(this, next.turn());
  }
}
