package insurancecontract.simulation.store;

import insurancecontract.chassis.outbox.OutboxRow;
import insurancecontract.chassis.outbox.OutboxStore;
import insurancecontract.simulation.world.Replica;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Supplier;

/** A process's connection to its database's outbox. */
public final class SimulatedOutbox implements OutboxStore {
  private final Replica process;
  private final Database database;
  private Runnable lost = () -> {};
  private Runnable notified = () -> {};
  private boolean connected;

  /** The outbox of {@code database}, not connected yet. */
  public SimulatedOutbox(Replica process, Database database) {
    this.process = process;
    this.database = database;
    process.atDeath(this::disconnect);
  }

  @Override
  public Future<Void> connect(Runnable onLost, Runnable onNotified) {
    Promise<Void> opened = Promise.promise();
    process.soon(
        () -> {
          if (database.isUnavailable()) {
            opened.fail(Database.connectionLost());
            return;
          }
          connected = true;
          lost = onLost;
          notified = onNotified;
          opened.complete();
        });
    return opened.future();
  }

  @Override
  public Future<Boolean> tryLock() {
    return statement(() -> database.tryRelay(this));
  }

  @Override
  public Future<Void> listen() {
    return statement(
        () -> {
          database.listen(this);
          return null;
        });
  }

  @Override
  public Future<Void> notifyListener() {
    return statement(
        () -> {
          database.notifyListeners();
          return null;
        });
  }

  void arrived() {
    process.soon(notified);
  }

  @Override
  public Future<List<OutboxRow>> read(int limit) {
    return statement(
        () ->
            database.outbox().entrySet().stream()
                .limit(limit)
                .map(row -> new OutboxRow(row.getKey(), row.getValue()))
                .toList());
  }

  @Override
  public Future<Void> delete(List<OutboxRow> rows) {
    return statement(
        () -> {
          rows.forEach(row -> database.outbox().remove(row.id()));
          return null;
        });
  }

  /** Takes one round trip; if the connection breaks meanwhile, nothing happens. */
  private <T> Future<T> statement(Supplier<T> body) {
    Promise<T> answer = Promise.promise();
    process.soon(
        () -> {
          if (database.isUnavailable()) breakConnection();
          if (connected) answer.complete(body.get());
          else answer.fail(Database.connectionLost());
        });
    return answer.future();
  }

  /** Breaks the connection; its process notices at once. */
  void breakConnection() {
    if (!connected) return;
    disconnect();
    lost.run();
  }

  private void disconnect() {
    connected = false;
    database.leave(this);
  }

  @Override
  public Future<Void> close() {
    disconnect();
    return Future.succeededFuture();
  }
}
