package insurancecontract.chassis.breaker;

import java.util.Arrays;

/** Counts good and bad calls over a rolling window, in ten steps. */
final class ErrorWindow {
  private static final int STEPS = 10;

  private final long stepNanos;
  private final int[] good = new int[STEPS];
  private final int[] bad = new int[STEPS];
  private long step;

  ErrorWindow(long windowNanos, long nowNanos) {
    stepNanos = Math.max(1, windowNanos / STEPS);
    step = Math.floorDiv(nowNanos, stepNanos);
  }

  void count(boolean failed, long nowNanos) {
    roll(nowNanos);
    int slot = (int) Math.floorMod(step, (long) STEPS);
    if (failed) bad[slot]++;
    else good[slot]++;
  }

  /** Whether at least {@code callsMin} calls were made and {@code ratio} of them failed. */
  boolean exceeds(double ratio, int callsMin, long nowNanos) {
    roll(nowNanos);
    int failures = Arrays.stream(bad).sum();
    int calls = failures + Arrays.stream(good).sum();
    return failures > 0 && calls >= callsMin && failures >= ratio * calls;
  }

  private void roll(long nowNanos) {
    long now = Math.floorDiv(nowNanos, stepNanos);
    for (long past = Math.max(step + 1, now - STEPS + 1); past <= now; past++) {
      int slot = (int) Math.floorMod(past, (long) STEPS);
      good[slot] = 0;
      bad[slot] = 0;
    }
    step = Math.max(step, now);
  }
}
