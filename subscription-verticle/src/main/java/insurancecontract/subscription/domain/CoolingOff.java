package insurancecontract.subscription.domain;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * The time for withdrawing from a contract. It is counted in whole days of the business's time
 * zone, after the day of the contract, and ends with the last of them.
 *
 * @param days 0 for no withdrawal after the moment of the contract
 */
public record CoolingOff(int days, ZoneId zone) {
  /** The last moment for withdrawing from a contract that is concluded at this moment. */
  public Instant lastMoment(Instant contractedAt) {
    if (days == 0) return contractedAt;
    return contractedAt
        .atZone(zone)
        .toLocalDate()
        .plusDays(days + 1L)
        .atStartOfDay(zone)
        .toInstant()
        .minus(1, ChronoUnit.MICROS);
  }
}
