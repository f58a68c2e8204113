package insurancecontract.chassis.outbox;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Action;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Delete;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Pause;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Publish;
import insurancecontract.chassis.outbox.RelayMachine.Effect.Read;
import insurancecontract.chassis.outbox.RelayMachine.Input.Failed;
import insurancecontract.chassis.outbox.RelayMachine.Input.Found;
import insurancecontract.chassis.outbox.RelayMachine.Input.LockAnswered;
import insurancecontract.chassis.outbox.RelayMachine.Input.Signal;
import java.util.List;

/**
 * What the relay does next, without I/O: each input returns the effects to execute, and the result
 * of an effect is the next input. At most one step is in flight.
 *
 * <pre>
 *        START             CONNECTED           lock refused
 *   NEW ──────▶ CONNECTING ────────▶ LOCKING ───────────────▶ STANDBY
 *                                     │   ▲                      │
 *                             granted │   └──────────────────────┘ pause over
 *                                     ▼
 *                                 LISTENING
 *                                     │ LISTENING_NOW
 *             nothing found           ▼    rows found             PUBLISHED
 *      IDLE ◀──────────────────── READING ───────────▶ PUBLISHING ─────────▶ DELETING
 *        │                         ▲   ▲                                        │
 *        └─────────────────────────┘   └────────────────────────────────────────┘
 *          woken or pause over                          DELETED
 *
 *   Failed: any step ─▶ BACKOFF; pause over or woken ─▶ CONNECTING, LOCKING or READING, depending
 *   on what is left of the session. CONNECTION_LOST ends the session and wakes.
 *   STOP: a pause ends at once, a batch is finished first ─▶ ENDED
 * </pre>
 *
 * <p>While another relay is active, commits here are passed on to it by notifications.
 */
public final class RelayMachine {
  /** What it is doing. */
  public enum State {
    NEW,
    CONNECTING,
    LOCKING,
    LISTENING,
    READING,
    PUBLISHING,
    DELETING,
    IDLE,
    STANDBY,
    BACKOFF,
    ENDED;

    private boolean isPause() {
      return this == IDLE || this == STANDBY || this == BACKOFF;
    }
  }

  /** What the database connection is good for. */
  public enum Session {
    NONE,
    CONNECTED,
    ACTIVE
  }

  /** What has happened. */
  public sealed interface Input {
    /** An input without data. */
    enum Signal implements Input {
      START,
      CONNECTED,
      LISTENING_NOW,
      PUBLISHED,
      DELETED,
      PAUSE_OVER,
      /** This process committed events. */
      COMMITTED,
      /** Another process committed events. */
      NOTIFIED,
      NOTIFICATION_SENT,
      CONNECTION_LOST,
      STOP
    }

    /** Whether the connection holds the lock now. */
    record LockAnswered(boolean granted) implements Input {}

    /** The oldest rows of the outbox. */
    record Found(List<OutboxRow> rows) implements Input {}

    /** The step in flight failed. */
    record Failed() implements Input {}
  }

  /** What to do now. */
  public sealed interface Effect {
    /** An effect without data. */
    enum Action implements Effect {
      CONNECT,
      TRY_LOCK,
      LISTEN,
      SEND_NOTIFICATION,
      CANCEL_PAUSE,
      DISCONNECT,
      END
    }

    /** Reads the oldest rows. */
    record Read(int limit) implements Effect {}

    /** Publishes the rows in order. */
    record Publish(List<OutboxRow> rows) implements Effect {}

    /** Deletes the rows. */
    record Delete(List<OutboxRow> rows) implements Effect {}

    /** Waits, unless cancelled. */
    record Pause(long millis) implements Effect {}
  }

  private enum Notification {
    NONE,
    SENDING,
    SEND_AGAIN
  }

  private final RelaySettings settings;
  private final Backoff backoff;
  private State state = State.NEW;
  private Session session = Session.NONE;
  private Notification notification = Notification.NONE;
  private List<OutboxRow> batch = List.of();
  private boolean woken;
  private boolean stopping;

  /** A machine that has not started. */
  public RelayMachine(RelaySettings settings) {
    this.settings = settings;
    this.backoff = new Backoff(settings.retryMax());
  }

  /** What it is doing. */
  public State state() {
    return state;
  }

  /** What its connection is good for. */
  public Session session() {
    return session;
  }

  /**
   * Takes an input and returns the effects in the order in which to execute them.
   *
   * @throws IllegalStateException for the result of a step that is not in flight
   */
  public List<Effect> on(Input input) {
    if (input instanceof Signal signal) return on(signal);
    if (input instanceof LockAnswered answer) return locked(answer);
    if (input instanceof Found found) return found(found.rows());
    if (input instanceof Failed failed) return failed(failed);
    throw new AssertionError(input);
  }

  private List<Effect> on(Signal signal) {
    return switch (signal) {
      case START -> started(signal);
      case CONNECTED -> connected(signal);
      case LISTENING_NOW -> listening(signal);
      case PUBLISHED -> published(signal);
      case DELETED -> deleted(signal);
      case PAUSE_OVER -> state.isPause() ? proceed() : List.of();
      case COMMITTED -> committed();
      case NOTIFIED -> wake();
      case NOTIFICATION_SENT -> notificationSent();
      case CONNECTION_LOST -> connectionLost();
      case STOP -> stop();
    };
  }

  private List<Effect> started(Input input) {
    expect(State.NEW, input);
    return proceed();
  }

  private List<Effect> connected(Input input) {
    expect(State.CONNECTING, input);
    session = Session.CONNECTED;
    // The driver may have stopped waiting for the connection, and nobody else would close it.
    return stopping ? to(State.ENDED, Action.DISCONNECT, Action.END) : proceed();
  }

  private List<Effect> locked(LockAnswered answer) {
    expect(State.LOCKING, answer);
    // A relay that stands by does not listen: it need not be woken by each change.
    return answer.granted()
        ? to(State.LISTENING, Action.LISTEN)
        : pause(State.STANDBY, settings.standBy().toMillis());
  }

  private List<Effect> listening(Input input) {
    expect(State.LISTENING, input);
    session = session == Session.NONE ? Session.NONE : Session.ACTIVE;
    return proceed();
  }

  private List<Effect> found(List<OutboxRow> rows) {
    expect(State.READING, new Found(rows));
    if (!rows.isEmpty()) {
      batch = rows;
      return to(State.PUBLISHING, new Publish(rows));
    }
    backoff.reset();
    return woken ? proceed() : pause(State.IDLE, settings.lookAgain().toMillis());
  }

  /** Without the connection nothing is deleted, and the whole batch is published again. */
  private List<Effect> published(Input input) {
    expect(State.PUBLISHING, input);
    return session == Session.ACTIVE
        ? to(State.DELETING, new Delete(batch))
        : pause(State.BACKOFF, backoff.nextMillis());
  }

  private List<Effect> deleted(Input input) {
    expect(State.DELETING, input);
    backoff.reset();
    return proceed();
  }

  private List<Effect> failed(Failed failed) {
    if (state == State.NEW || state == State.ENDED || state.isPause()) throw unexpected(failed);
    return pause(State.BACKOFF, backoff.nextMillis());
  }

  private List<Effect> committed() {
    return switch (session) {
      case NONE -> List.of();
      case CONNECTED -> sendNotification();
      case ACTIVE -> wake();
    };
  }

  /** One at a time, for everything committed meanwhile. */
  private List<Effect> sendNotification() {
    boolean sending = notification != Notification.NONE;
    notification = sending ? Notification.SEND_AGAIN : Notification.SENDING;
    return sending ? List.of() : List.of(Action.SEND_NOTIFICATION);
  }

  private List<Effect> notificationSent() {
    boolean again = notification == Notification.SEND_AGAIN;
    notification = Notification.NONE;
    return again ? committed() : List.of();
  }

  private List<Effect> connectionLost() {
    session = Session.NONE;
    return wake();
  }

  private List<Effect> stop() {
    stopping = true;
    return state == State.NEW ? proceed() : wake();
  }

  /** Ends a pause; during a step it is remembered until the outbox is found empty. */
  private List<Effect> wake() {
    woken = true;
    if (!state.isPause()) return List.of();
    List<Effect> next = proceed();
    return List.of(Action.CANCEL_PAUSE, next.get(0));
  }

  private List<Effect> proceed() {
    batch = List.of();
    if (stopping) return to(State.ENDED, Action.END);
    return switch (session) {
      case NONE -> to(State.CONNECTING, Action.CONNECT);
      case CONNECTED -> to(State.LOCKING, Action.TRY_LOCK);
      case ACTIVE -> {
        woken = false;
        yield to(State.READING, new Read(settings.batchMax()));
      }
    };
  }

  private List<Effect> pause(State kind, long millis) {
    return stopping ? proceed() : to(kind, new Pause(millis));
  }

  private List<Effect> to(State next, Effect... effects) {
    state = next;
    return List.of(effects);
  }

  private void expect(State expected, Input input) {
    if (state != expected) throw unexpected(input);
  }

  private IllegalStateException unexpected(Input input) {
    return new IllegalStateException(input + " while " + state);
  }
}
