package insurancecontract.simulation.world;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/**
 * The simulated clock and everything scheduled on it. Actions due at the same time run in the order
 * in which they were scheduled, so every run is repeatable.
 */
public final class Timeline implements InstantSource {
  /** Far more than any run needs; stops a run that loops for ever. */
  private static final long ENTRIES_MAX = 2_000_000;

  private static final Instant BEGIN = Instant.parse("2026-03-01T09:00:00Z");

  /** A scheduled action. */
  public static final class Entry {
    private final long at;
    private final long order;
    private Runnable action;

    private Entry(long at, long order, Runnable action) {
      this.at = at;
      this.order = order;
      this.action = action;
    }

    /** Cancels the action; false when it already ran. */
    public boolean cancel() {
      boolean pending = action != null;
      action = null;
      return pending;
    }
  }

  private final PriorityQueue<Entry> toCome =
      new PriorityQueue<>(
          Comparator.comparingLong((Entry entry) -> entry.at)
              .thenComparingLong(entry -> entry.order));
  private long now;
  private long entered;

  /** Runs {@code action} after so many microseconds. */
  public void after(long micros, Runnable action) {
    Entry unused = timer(micros, action);
  }

  /** The same, but it can be cancelled. */
  public Entry timer(long micros, Runnable action) {
    Entry entry = new Entry(now + Math.max(0, micros), entered++, action);
    toCome.add(entry);
    return entry;
  }

  /** Advances the clock by so many microseconds and runs everything due until then. */
  public void advance(long micros) {
    long until = now + micros;
    while (!toCome.isEmpty() && toCome.peek().at <= until) {
      Entry next = toCome.poll();
      now = next.at;
      Runnable action = next.action;
      next.action = null;
      if (action != null) action.run();
      if (entered > ENTRIES_MAX) throw new IllegalStateException("the run does not come to an end");
    }
    now = until;
  }

  /** Microseconds since the beginning. */
  public long micros() {
    return now;
  }

  /** In whole milliseconds, like the services' own clock. */
  @Override
  public Instant instant() {
    return BEGIN.plusMillis(now / 1_000);
  }
}
