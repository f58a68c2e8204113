package insurancecontract.chassis.outbox;

import io.vertx.core.Future;
import java.util.List;

/**
 * The outbox of one database over one connection, as the relay uses it. The connection holds the
 * lock, so a relay that lost the lock can neither read nor delete.
 */
public interface OutboxStore {
  /**
   * Opens the connection.
   *
   * @param lost called once when the connection is closed, by whichever side
   * @param notified called for each notification, once {@link #listen} has completed
   */
  Future<Void> connect(Runnable lost, Runnable notified);

  /** Whether this connection now holds the lock, which only one connection has at a time. */
  Future<Boolean> tryLock();

  /** From now on notifications arrive here. */
  Future<Void> listen();

  /** Notifies the relay that listens. */
  Future<Void> notifyListener();

  /** The oldest rows, in order. */
  Future<List<OutboxRow>> read(int limit);

  /** Deletes rows that the broker has acknowledged. */
  Future<Void> delete(List<OutboxRow> rows);

  /** Closes the connection, which releases the lock; a no-op when there is none. */
  Future<Void> close();
}
