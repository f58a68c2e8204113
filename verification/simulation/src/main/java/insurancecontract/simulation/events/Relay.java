package insurancecontract.simulation.events;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.kafka.CloudEvents;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.simulation.store.Database;
import insurancecontract.simulation.world.Mishap;
import insurancecontract.simulation.world.Replica;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Publishes a database's outbox, with the rules of the chassis: one process of the database is
 * active, it reads the oldest rows, publishes them in order and deletes what is acknowledged; it is
 * woken by commits, and looks again by itself in case a wake-up was lost.
 */
public class Relay {
  private static final long LOOK_AGAIN = 1_000_000;
  private static final long STAND_BY = 1_000_000;
  private static final int BATCH_MAX = 20;

  private final Replica process;
  private final Database database;
  private final Broker broker;
  private final Backoff backoff = new Backoff(Duration.ofSeconds(5));
  private final Relays others;
  private boolean woken;
  private boolean pausing;
  private long pause;

  /** A relay of this process. */
  public Relay(Replica process, Database database, Broker broker, Relays others) {
    this.process = process;
    this.database = database;
    this.broker = broker;
    this.others = others;
    process.whenCommitted(this::committed);
    process.atDeath(() -> others.leave(this));
  }

  /** Begins; what a predecessor left is published first. */
  public void start() {
    others.join(this);
    process.soon(this::turn);
  }

  private boolean active() {
    return database.relaying() == process;
  }

  /** There are new rows: the active relay hears of it, here or by NOTIFY. */
  private void committed() {
    if (active()) wake();
    else process.soon(others::wakeActive);
  }

  /** Somebody else has committed. */
  protected void wakeIfActive() {
    if (active() && process.alive()) process.soon(this::wake);
  }

  private void wake() {
    woken = true;
    if (pausing) endPause(pause);
  }

  private void endPause(long which) {
    if (!pausing || pause != which) return;
    pausing = false;
    process.later(0, this::turn);
  }

  /** Rests, until it is woken or the time is over. */
  protected final void rest(long micros) {
    pausing = true;
    long which = ++pause;
    process.later(micros, () -> endPause(which));
  }

  private void turn() {
    if (database.isAway()) {
      rest(backoff.nextMillis() * 1_000);
      return;
    }
    if (!database.tryRelay(process)) {
      rest(STAND_BY);
      return;
    }
    woken = false;
    process.soon(this::read);
  }

  private void read() {
    if (database.isAway() || !active()) {
      turn();
      return;
    }
    Map<Long, OutboxMessage> rows = new LinkedHashMap<>();
    for (Map.Entry<Long, OutboxMessage> row : unpublished().entrySet()) {
      if (rows.size() < BATCH_MAX) rows.put(row.getKey(), row.getValue());
    }
    if (!rows.isEmpty()) {
      process.soon(() -> publish(rows));
    } else if (woken) {
      turn();
    } else {
      idle();
    }
  }

  /** The rows that it believes are not published. */
  protected Map<Long, OutboxMessage> unpublished() {
    return database.outbox();
  }

  /** Nothing to do for now. */
  protected void idle() {
    backoff.reset();
    rest(LOOK_AGAIN);
  }

  private void publish(Map<Long, OutboxMessage> rows) {
    if (broker.isAway()) {
      process.later(200_000, () -> publish(rows));
      return;
    }
    if (process.diesOf(Mishap.CRASH_BEFORE_PUBLISH)) return;
    send(rows, List.copyOf(rows.values()), 0);
  }

  /** Record by record, in order; a crash in between leaves the rest unsent. */
  private void send(Map<Long, OutboxMessage> rows, List<OutboxMessage> messages, int next) {
    for (int i = next; i < messages.size(); i++) {
      broker.append(CloudEvents.record(Wire.SETTINGS, process.service().label(), messages.get(i)));
      if (i < messages.size() - 1 && process.diesOf(Mishap.CRASH_WHILE_PUBLISHING)) return;
    }
    if (process.diesOf(Mishap.CRASH_AFTER_PUBLISH)) return;
    process.soon(() -> delete(rows));
  }

  /** Over a connection that was lost meanwhile nothing is deleted, and all of it repeats. */
  private void delete(Map<Long, OutboxMessage> rows) {
    if (!database.isAway() && active()) acknowledged(rows);
    turn();
  }

  /** The broker has them all. */
  protected void acknowledged(Map<Long, OutboxMessage> rows) {
    rows.keySet().forEach(database.outbox()::remove);
  }
}
