package insurancecontract.chassis.outbox;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.kafka.Publisher;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Tracing;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the outbox of one database in order, at least once. Of all processes that share the
 * database one relay is active: the one whose connection holds the advisory lock. It reads and
 * deletes over that same connection, so that losing the lock ends its work.
 *
 * <p>{@link Outbox} wakes the relay of its own verticle after each commit, and one that stands by
 * passes that on to the active one by NOTIFY. A wake-up that was lost is made up for by looking
 * again from time to time.
 */
public final class OutboxRelay implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);

  /** Any number will do, as long as nothing else in the database locks it. */
  private static final long LOCK = 7_225_269L;

  static final String NOTIFY = "notify outbox";

  private static final String AT_HAND = OutboxRelay.class.getName();

  private static final String TRY_LOCK = "select pg_try_advisory_lock($1) as locked";

  private static final String READ =
      """
      select outbox_id, topic, subject, type, version, at, traceparent, data
        from outbox
       order by outbox_id
       limit $1
      """;

  /** Counting stops where it would begin to cost: more than that is too much in any case. */
  private static final String GATHERED =
      """
      select count(*) as events,
             coalesce(extract(epoch from now() - min(at)), 0)::float8 as seconds
        from (select at from outbox order by outbox_id limit 10000) as oldest
      """;

  private static final String DELETE = "delete from outbox where outbox_id = any($1)";

  private final Vertx vertx;
  private final PostgresSettings postgres;
  private final KafkaSettings kafka;
  private final RelaySettings settings;
  private final Backoff backoff;
  private final Counter published;
  private final String service;
  private final Tracing tracing;

  private final Publisher publisher;
  private PgConnection connection;
  private boolean started;
  private boolean active;
  private boolean woken;
  private boolean stopped;
  private volatile long waiting;
  private final Promise<Void> ended = Promise.promise();
  private Promise<Void> pause;
  private Context home;
  private boolean notifying;
  private boolean notifyAgain;
  private long gatheredTimer;
  private volatile double oldestSeconds;

  /** A relay for the outbox of {@code postgres}; it begins when it is started. */
  public OutboxRelay(
      ServiceContext context,
      PostgresSettings postgres,
      KafkaSettings kafka,
      RelaySettings settings) {
    this.vertx = context.vertx();
    this.service = context.name();
    this.tracing = context.tracing();
    this.postgres = postgres;
    this.kafka = kafka;
    this.settings = settings;
    this.backoff = new Backoff(settings.retryMax());
    this.publisher = new Publisher(vertx, kafka, service + "-outbox");
    this.published =
        Counter.builder("outbox.published")
            .description("Events that the broker has acknowledged")
            .tag("service", context.name())
            .register(context.meters());
    Gauge.builder("outbox.waiting", this, relay -> relay.waiting)
        .description("Events that the broker has not acknowledged, as the active relay saw them")
        .tag("service", context.name())
        .register(context.meters());
    Gauge.builder("outbox.oldest", this, relay -> relay.oldestSeconds)
        .description("How long the oldest of them has waited")
        .baseUnit("seconds")
        .tag("service", context.name())
        .register(context.meters());
  }

  /** Starts at once; a database or broker that is away is waited for in the background. */
  @Override
  public Future<Void> start() {
    started = true;
    home = vertx.getOrCreateContext();
    home.put(AT_HAND, this);
    gatheredTimer = vertx.setPeriodic(settings.countEvery().toMillis(), due -> measure());
    run();
    return Future.succeededFuture();
  }

  /**
   * Finishes the batch under way, within a bound, then hands the lock over by closing its
   * connection. What the broker did not acknowledge in time is published by the next relay.
   */
  @Override
  public Future<Void> stop() {
    stopped = true;
    wake();
    if (!started) return Future.succeededFuture();
    boolean unused = vertx.cancelTimer(gatheredTimer);
    home.remove(AT_HAND);
    return Future.any(ended.future(), vertx.timer(settings.grace().toMillis()))
        .transform(done -> publisher.close())
        .transform(done -> connection == null ? Future.succeededFuture() : connection.close());
  }

  /** The relay that was started by the verticle whose code is running. */
  static Optional<OutboxRelay> atHand() {
    Context here = Vertx.currentContext();
    return here == null ? Optional.empty() : Optional.ofNullable(here.get(AT_HAND));
  }

  /** There are new events. */
  void committed() {
    if (active) wake();
    else if (connection != null) notifyActive();
  }

  /** Outside of any transaction that writes, and one at a time for all that comes meanwhile. */
  private void notifyActive() {
    notifyAgain = notifying;
    if (notifying) return;
    notifying = true;
    connection
        .query(NOTIFY)
        .execute()
        .onComplete(
            done -> {
              notifying = false;
              if (notifyAgain) committed();
            });
  }

  /** One turn after the other until stopped; a failed turn is logged and tried again later. */
  private void run() {
    if (stopped) {
      ended.complete();
      return;
    }
    Futures.attempt(this::turn).recover(this::tryAgainLater).onComplete(done -> run());
  }

  private Future<Void> tryAgainLater(Throwable cause) {
    LOG.atWarn()
        .addKeyValue("service", service)
        .addKeyValue("cause", cause.toString())
        .log("outbox relay fell behind, will try again");
    return pause(backoff.nextMillis());
  }

  private Future<Void> turn() {
    if (connection == null) return connect();
    if (!active) return becomeActive();
    woken = false;
    return connection
        .preparedQuery(READ)
        .execute(Tuple.of(settings.batchMax()))
        .map(this::noted)
        .compose(rows -> rows.size() == 0 ? idle() : relay(rows));
  }

  /** What is read is all there is, unless the batch is full; then it is counted now and then. */
  private RowSet<Row> noted(RowSet<Row> rows) {
    boolean all = rows.size() < settings.batchMax();
    waiting = all ? rows.size() : Math.max(waiting, rows.size());
    if (rows.size() == 0) oldestSeconds = 0;
    return rows;
  }

  private Future<Void> connect() {
    return PgConnection.connect(vertx, postgres.connectOptions()).compose(this::connected);
  }

  private Future<Void> connected(PgConnection opened) {
    // Nobody is left to close it when it took longer than the stop waited.
    if (stopped) return opened.close();
    connection = opened;
    opened.closeHandler(closed -> lost(opened));
    // What breaks a connection also closes it.
    opened.exceptionHandler(broken -> {});
    opened.notificationHandler(notification -> wake());
    return Future.succeededFuture();
  }

  private void lost(PgConnection closed) {
    if (closed != connection) return;
    connection = null;
    active = false;
    wake();
  }

  private Future<Void> becomeActive() {
    return connection
        .preparedQuery(TRY_LOCK)
        .execute(Tuple.of(LOCK))
        .compose(
            rows -> {
              active = rows.iterator().next().getBoolean("locked");
              // Only now: a relay that stands by need not be woken by each change.
              return active ? listen() : pause(settings.standBy().toMillis());
            });
  }

  private Future<Void> listen() {
    return connection.query("listen outbox").execute().mapEmpty();
  }

  private Future<Void> idle() {
    backoff.reset();
    return woken ? Future.succeededFuture() : pause(settings.lookAgain().toMillis());
  }

  private Future<Void> relay(RowSet<Row> rows) {
    List<ProducerRecord<String, byte[]>> records = new ArrayList<>(rows.size());
    Long[] ids = new Long[rows.size()];
    List<Step> steps = new ArrayList<>();
    for (Row row : rows) {
      ids[records.size()] = row.getLong("outbox_id");
      records.add(CloudEvents.record(kafka, service, traced(message(row), steps)));
    }
    return publisher
        .send(records)
        .onComplete(sent -> steps.forEach(step -> step.end(sent.cause())))
        .compose(acknowledged -> delete(ids))
        .map(
            deleted -> {
              published.increment(ids.length);
              waiting = Math.max(0, waiting - ids.length);
              backoff.reset();
              return null;
            });
  }

  private OutboxMessage traced(OutboxMessage message, List<Step> steps) {
    if (!tracing.isOn()) return message;
    Step step =
        tracing.begin(SpanKind.PRODUCER, "publish " + message.type(), message.traceparent());
    steps.add(step);
    return message.within(step.traceparent());
  }

  /** Beside the work, since that may be waiting for the broker: then it matters most. */
  private void measure() {
    if (!active || connection == null) {
      waiting = 0;
      oldestSeconds = 0;
      return;
    }
    connection
        .query(GATHERED)
        .execute()
        .onSuccess(
            rows -> {
              Row row = rows.iterator().next();
              waiting = row.getLong("events");
              oldestSeconds = row.getDouble("seconds");
            })
        // The work meets the same trouble and tells of it.
        .onFailure(lost -> {});
  }

  /** Over a connection that was lost meanwhile nothing is deleted, and all of it repeats. */
  private Future<?> delete(Long[] ids) {
    if (connection == null) return Future.failedFuture("connection lost while publishing");
    return connection.preparedQuery(DELETE).execute(Tuple.of(ids));
  }

  private static OutboxMessage message(Row row) {
    return new OutboxMessage(
        row.getString("topic"),
        row.getLong("subject"),
        row.getString("type"),
        row.getLong("version"),
        row.getOffsetDateTime("at").toInstant(),
        row.getJsonObject("data"),
        row.getString("traceparent"));
  }

  /** Ends a pause early: there is something to do. */
  private void wake() {
    woken = true;
    if (pause != null) pause.tryComplete();
  }

  private Future<Void> pause(long millis) {
    if (stopped) return Future.succeededFuture();
    pause = Promise.promise();
    long timer = vertx.setTimer(millis, elapsed -> wake());
    return pause.future().onComplete(over -> vertx.cancelTimer(timer));
  }
}
