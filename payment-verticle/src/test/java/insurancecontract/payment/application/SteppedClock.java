package insurancecontract.payment.application;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that tests advance by hand. */
public final class SteppedClock implements InstantSource {
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  /** Moves on. */
  public void advance(Duration time) {
    now = now.plus(time);
  }
}
