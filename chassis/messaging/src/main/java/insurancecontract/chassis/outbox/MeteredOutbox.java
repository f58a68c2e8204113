package insurancecontract.chassis.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;

/** Shows in the metrics what the relay finds in the outbox and what it has published. */
final class MeteredOutbox implements OutboxStore {
  private final PgOutboxStore store;
  private final Counter published;
  private volatile long waiting;
  private volatile double oldestSeconds;

  MeteredOutbox(PgOutboxStore store, MeterRegistry meters, String service) {
    this.store = store;
    this.published =
        Counter.builder("outbox.published")
            .description("Events that the broker has acknowledged")
            .tag("service", service)
            .register(meters);
    Gauge.builder("outbox.waiting", this, outbox -> outbox.waiting)
        .description("Events that the broker has not acknowledged, as the active relay saw them")
        .tag("service", service)
        .register(meters);
    Gauge.builder("outbox.oldest", this, outbox -> outbox.oldestSeconds)
        .description("How long the oldest of them has waited")
        .baseUnit("seconds")
        .tag("service", service)
        .register(meters);
  }

  /** Counts beside the relay, which may be waiting for the broker: then the backlog grows. */
  void measure(boolean active) {
    if (!active) {
      waiting = 0;
      oldestSeconds = 0;
      return;
    }
    store
        .backlog()
        .onSuccess(
            backlog -> {
              waiting = backlog.events();
              oldestSeconds = backlog.oldestSeconds();
            })
        // The relay meets the same failure and logs it.
        .onFailure(lost -> {});
  }

  /** A batch that is not full is all there is; otherwise the last count is closer. */
  @Override
  public Future<List<OutboxRow>> read(int limit) {
    return store
        .read(limit)
        .onSuccess(
            rows -> {
              waiting = rows.size() < limit ? rows.size() : Math.max(waiting, rows.size());
              if (rows.isEmpty()) oldestSeconds = 0;
            });
  }

  @Override
  public Future<Void> delete(List<OutboxRow> rows) {
    return store
        .delete(rows)
        .onSuccess(
            deleted -> {
              published.increment(rows.size());
              waiting = Math.max(0, waiting - rows.size());
            });
  }

  @Override
  public Future<Void> connect(Runnable lost, Runnable notified) {
    return store.connect(lost, notified);
  }

  @Override
  public Future<Boolean> tryLock() {
    return store.tryLock();
  }

  @Override
  public Future<Void> listen() {
    return store.listen();
  }

  @Override
  public Future<Void> notifyListener() {
    return store.notifyListener();
  }

  @Override
  public Future<Void> close() {
    return store.close();
  }
}
