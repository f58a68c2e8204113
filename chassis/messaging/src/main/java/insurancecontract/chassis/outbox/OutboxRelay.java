package insurancecontract.chassis.outbox;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.postgres.PostgresSettings;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Publishes the outbox of one database in order, at least once. Of all processes that share the
 * database one relay is active: the one whose connection holds the advisory lock.
 *
 * <p>{@link Outbox} wakes the relay of its own verticle after each commit, and a relay that stands
 * by notifies the active one. Wake-ups may be lost, so the active relay also looks from time to
 * time. {@link RelayMachine} says what follows what.
 */
public final class OutboxRelay implements Component {
  private static final String CONTEXT_KEY = OutboxRelay.class.getName();

  private final Vertx vertx;
  private final RelaySettings settings;
  private final MeteredOutbox store;
  private final EventPublisher publisher;
  private final RelayLoop loop;
  private Context home;
  private long measureTimer;

  /** A relay for the outbox of {@code postgres}; it begins when it is started. */
  public OutboxRelay(
      ServiceContext context,
      PostgresSettings postgres,
      KafkaSettings kafka,
      RelaySettings settings) {
    this.vertx = context.vertx();
    this.settings = settings;
    this.store =
        new MeteredOutbox(
            new PgOutboxStore(vertx, postgres.connectOptions()), context.meters(), context.name());
    this.publisher = new KafkaEventPublisher(context, kafka);
    this.loop = new RelayLoop(vertx, context.name(), store, publisher, settings);
  }

  /** Starts at once; an unavailable database or broker is waited for in the background. */
  @Override
  public Future<Void> start() {
    home = vertx.getOrCreateContext();
    home.put(CONTEXT_KEY, this);
    measureTimer =
        vertx.setPeriodic(settings.countEvery().toMillis(), due -> store.measure(loop.isActive()));
    loop.start();
    return Future.succeededFuture();
  }

  /**
   * Finishes the batch in flight, within a bound, then releases the lock by closing the connection.
   * What the broker has not acknowledged by then is published by the next relay.
   */
  @Override
  public Future<Void> stop() {
    if (home == null) return Future.succeededFuture();
    boolean unused = vertx.cancelTimer(measureTimer);
    home.remove(CONTEXT_KEY);
    return loop.stop()
        .timeout(settings.grace().toMillis(), TimeUnit.MILLISECONDS)
        .transform(done -> publisher.close())
        .transform(closed -> store.close());
  }

  /** The relay of the verticle whose code is running. */
  static Optional<OutboxRelay> current() {
    Context here = Vertx.currentContext();
    return here == null ? Optional.empty() : Optional.ofNullable(here.get(CONTEXT_KEY));
  }

  /** This process committed events. */
  void committed() {
    loop.committed();
  }
}
