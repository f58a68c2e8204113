package insurancecontract.chassis.outbox;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.outbox.RelayMachine.Effect;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Action;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Delete;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Pause;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Publish;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Read;
import insurancecontract.chassis.outbox.RelayMachine.Input;
import insurancecontract.chassis.outbox.RelayMachine.Input.Failed;
import insurancecontract.chassis.outbox.RelayMachine.Input.Found;
import insurancecontract.chassis.outbox.RelayMachine.Input.LockAnswered;
import insurancecontract.chassis.outbox.RelayMachine.Input.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link RelayMachine}: executes its effects on the store, the publisher and the timers, and
 * feeds the results back. Belongs to one event loop.
 */
public final class RelayLoop {
  private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);

  private final Vertx vertx;
  private final String service;
  private final OutboxStore store;
  private final EventPublisher publisher;
  private final RelayMachine machine;
  private final Promise<Void> ended = Promise.promise();
  private long pauseTimer;

  /** A loop that publishes the outbox of {@code service}, once it is started. */
  public RelayLoop(
      Vertx vertx,
      String service,
      OutboxStore store,
      EventPublisher publisher,
      RelaySettings settings) {
    this.vertx = vertx;
    this.service = service;
    this.store = store;
    this.publisher = publisher;
    this.machine = new RelayMachine(settings);
  }

  /** Begins; an unavailable database or broker is waited for. */
  public void start() {
    feed(Signal.START);
  }

  /** Completes when the batch in flight is done. */
  public Future<Void> stop() {
    feed(Signal.STOP);
    return ended.future();
  }

  /** This process committed events. */
  public void committed() {
    feed(Signal.COMMITTED);
  }

  /** Whether this relay publishes, rather than one of another process. */
  public boolean isActive() {
    return machine.session() == RelayMachine.Session.ACTIVE;
  }

  private void feed(Input input) {
    machine.on(input).forEach(this::execute);
  }

  private void execute(Effect effect) {
    if (effect instanceof Action action) execute(action);
    if (effect instanceof Read read) step(() -> store.read(read.limit()), Found::new);
    if (effect instanceof Publish publish) {
      step(
          () -> publisher.publish(publish.rows().stream().map(OutboxRow::message).toList()),
          stored -> Signal.PUBLISHED);
    }
    if (effect instanceof Delete delete) {
      step(() -> store.delete(delete.rows()), deleted -> Signal.DELETED);
    }
    if (effect instanceof Pause pause) {
      pauseTimer = vertx.setTimer(pause.millis(), over -> feed(Signal.PAUSE_OVER));
    }
  }

  private void execute(Action action) {
    switch (action) {
      case CONNECT ->
          step(
              () -> store.connect(() -> feed(Signal.CONNECTION_LOST), () -> feed(Signal.NOTIFIED)),
              connected -> Signal.CONNECTED);
      case TRY_LOCK -> step(store::tryLock, LockAnswered::new);
      case LISTEN -> step(store::listen, listening -> Signal.LISTENING_NOW);
      case SEND_NOTIFICATION ->
          Futures.attempt(store::notifyListener).onComplete(sent -> feed(Signal.NOTIFICATION_SENT));
      case CANCEL_PAUSE -> {
        boolean unused = vertx.cancelTimer(pauseTimer);
      }
      case DISCONNECT -> Futures.end(store.close(), LOG, "closing the relay's connection");
      case END -> ended.tryComplete();
    }
  }

  private <T> void step(Supplier<Future<T>> io, Function<T, Input> result) {
    Futures.attempt(io)
        .onSuccess(value -> feed(result.apply(value)))
        .onFailure(
            cause -> {
              LOG.atWarn()
                  .addKeyValue("service", service)
                  .addKeyValue("step", machine.state())
                  .addKeyValue("cause", cause.toString())
                  .log("outbox relay failed, will retry");
              feed(new Failed());
            });
  }
}
