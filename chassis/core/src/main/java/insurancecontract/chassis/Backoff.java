package insurancecontract.chassis;

import java.time.Duration;

/**
 * Pauses between tries: from 100 ms, doubled each time up to a limit, and begun anew by a success.
 */
public final class Backoff {
  private static final long FIRST_MILLIS = 100;

  private final long maxMillis;
  private long nextMillis = FIRST_MILLIS;

  /** Pauses of at most {@code max}. */
  public Backoff(Duration max) {
    this.maxMillis = Math.max(FIRST_MILLIS, max.toMillis());
  }

  /** The pause before the next try, in milliseconds. */
  public long nextMillis() {
    long pause = nextMillis;
    nextMillis = Math.min(maxMillis, nextMillis * 2);
    return pause;
  }

  /** The last try succeeded. */
  public void reset() {
    nextMillis = FIRST_MILLIS;
  }
}
