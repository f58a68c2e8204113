package insurancecontract.view.adapter.postgres;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.view.adapter.postgres.PgChangeLog.Entry;
import insurancecontract.view.adapter.postgres.PgChangeLog.Read;
import insurancecontract.view.projection.ViewChanges;
import insurancecontract.view.projection.ViewRow;
import insurancecontract.view.query.RecentChanges;
import insurancecontract.view.query.Resumption;
import insurancecontract.view.query.SubscriptionView;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.pubsub.PgSubscriber;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Pushes the changes of other processes to this process's browsers, and lets streams resume.
 *
 * <p>A notification wakes it. Since one may be lost, the log is also polled; what was missed while
 * the connection was down is read then, too.
 *
 * <p>Belongs to one event loop.
 */
public final class ChangeFeed implements Component, RecentChanges {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeFeed.class);
  private static final int FORGET_ROUNDS = 60;

  private record Mark(Instant at, long position) {}

  private final Vertx vertx;
  private final Pool pool;
  private final PgChangeLog log;
  private final ViewChanges changes;
  private final FeedSettings settings;
  private final PgSubscriber signals;
  private final Deque<Mark> marks = new ArrayDeque<>();
  private Set<Entry> told = Set.of();
  private long position;
  private boolean looking;
  private boolean lookAgain;
  private boolean troubled;
  private long lookTimer;
  private long forgetTimer;

  /** A feed from {@code log} to {@code changes}. */
  public ChangeFeed(
      Vertx vertx,
      Pool pool,
      PostgresSettings postgres,
      PgChangeLog log,
      ViewChanges changes,
      FeedSettings settings) {
    this.vertx = vertx;
    this.pool = pool;
    this.log = log;
    this.changes = changes;
    this.settings = settings;
    this.signals =
        PgSubscriber.subscriber(vertx, postgres.connectOptions())
            .reconnectPolicy(tries -> settings.reconnect().toMillis());
    signals.channel(PgChangeLog.CHANNEL).handler(woken -> look());
  }

  /** Starts with future changes: a client that connects reads the past itself. */
  @Override
  public Future<Void> start() {
    return log.horizon()
        .compose(
            horizon -> {
              position = horizon;
              lookTimer = vertx.setPeriodic(settings.lookAgain().toMillis(), due -> look());
              forgetTimer =
                  vertx.setPeriodic(settings.kept().toMillis() / FORGET_ROUNDS, due -> forget());
              return signals.connect();
            });
  }

  @Override
  public Future<Void> stop() {
    for (long timer : new long[] {lookTimer, forgetTimer}) {
      boolean unused = vertx.cancelTimer(timer);
    }
    return signals.close();
  }

  @Override
  public Resumption here() {
    return new Resumption(position, Instant.now());
  }

  @Override
  public Future<Optional<List<SubscriptionView>>> since(Resumption from) {
    if (from.at().isBefore(Instant.now().minus(settings.kept()))) {
      return Future.succeededFuture(Optional.empty());
    }
    return log.ofAll(from.position(), settings.resumeMax())
        .compose(
            read ->
                read.isAll()
                    ? rows(read.entries()).map(ChangeFeed::shown).map(Optional::of)
                    : Future.succeededFuture(Optional.empty()));
  }

  private static List<SubscriptionView> shown(List<ViewRow> rows) {
    return rows.stream().map(SubscriptionView::of).toList();
  }

  /** One read at a time; a wake-up in the meantime triggers another. */
  private void look() {
    lookAgain = looking;
    if (looking) return;
    looking = true;
    Futures.attempt(this::read)
        .onComplete(
            done -> {
              looking = false;
              note(done.cause());
              if (lookAgain) look();
            });
  }

  /** Logged once, since an unavailable database is polled every second. */
  private void note(Throwable trouble) {
    if (trouble != null && !troubled) {
      LOG.atWarn()
          .addKeyValue("cause", trouble.toString())
          .log("cannot read changes of other processes, will retry");
    }
    troubled = trouble != null;
  }

  /**
   * Reads page by page to the end; the next read starts at the oldest transaction that was not
   * visible when the first page was read, however far the pages reached.
   */
  private Future<Void> read() {
    Set<Entry> seen = new HashSet<>();
    return page(PgChangeLog.from(position), Long.MAX_VALUE, seen)
        .map(
            horizon -> {
              position = horizon;
              seen.removeIf(entry -> entry.changed() < horizon);
              told = seen;
              return null;
            });
  }

  private Future<Long> page(Entry after, long horizonBefore, Set<Entry> seen) {
    return log.ofOthers(after, settings.readMax())
        .compose(
            read -> {
              long horizon = Math.min(horizonBefore, read.horizon());
              return tell(news(read))
                  .compose(
                      done -> {
                        seen.addAll(read.entries());
                        return read.isAll()
                            ? Future.succeededFuture(horizon)
                            : page(read.entries().get(settings.readMax() - 1), horizon, seen);
                      });
            });
  }

  private Future<Void> tell(List<Entry> news) {
    return rows(news)
        .map(
            rows -> {
              if (!rows.isEmpty()) changes.changed(rows);
              return null;
            });
  }

  private List<Entry> news(Read read) {
    return read.entries().stream().filter(entry -> !told.contains(entry)).toList();
  }

  private Future<List<ViewRow>> rows(List<Entry> entries) {
    if (entries.isEmpty()) return Future.succeededFuture(List.of());
    Set<Long> ids = entries.stream().map(Entry::subscriptionId).collect(Collectors.toSet());
    return RowSql.find(pool, ids).map(rows -> rows.stream().filter(ViewRow::isVisible).toList());
  }

  /** In small steps; a failed step is repeated next time. */
  private void forget() {
    marks.add(new Mark(Instant.now(), position));
    Instant end = Instant.now().minus(settings.kept());
    if (marks.peek().at().isAfter(end)) return;
    forget(marks.remove().position());
  }

  private void forget(long before) {
    log.forget(before, settings.forgetMax())
        .onSuccess(
            deleted -> {
              if (deleted == settings.forgetMax()) forget(before);
            })
        .onFailure(
            cause ->
                LOG.atWarn().addKeyValue("cause", cause.toString()).log("old changes not deleted"));
  }
}
