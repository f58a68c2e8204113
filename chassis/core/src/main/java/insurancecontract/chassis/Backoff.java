package insurancecontract.chassis;

import java.time.Duration;

/** Exponential backoff: pauses from 100 ms, doubled up to a limit, reset by a success. */
public final class Backoff {
  private static final long FIRST_MILLIS = 100;

  private final long maxMillis;
  private long nextMillis = FIRST_MILLIS;

  /** Pauses of at most {@code max}. */
  public Backoff(Duration max) {
    this.maxMillis = Math.max(FIRST_MILLIS, max.toMillis());
  }

  /** The pause before the next attempt, in milliseconds. */
  public long nextMillis() {
    long pause = nextMillis;
    nextMillis = Math.min(maxMillis, nextMillis * 2);
    return pause;
  }

  /** The last attempt succeeded. */
  public void reset() {
    nextMillis = FIRST_MILLIS;
  }
}
