package insurancecontract.subscription.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CoolingOffTest {
  @ParameterizedTest
  @CsvSource({
    // The whole last day, whatever the time of the contract was.
    "15, Asia/Seoul, 2026-12-01T01:00:07Z, 2026-12-16T14:59:59.999999Z",
    "15, Asia/Seoul, 2026-12-01T14:59:59Z, 2026-12-16T14:59:59.999999Z",
    // In Seoul it is the second of December already.
    "15, Asia/Seoul, 2026-12-01T15:00:00Z, 2026-12-17T14:59:59.999999Z",
    "15, UTC, 2026-12-01T15:00:00Z, 2026-12-16T23:59:59.999999Z",
    // Over the end of the year, and over a leap day.
    "15, Asia/Seoul, 2026-12-20T03:00:00Z, 2027-01-04T14:59:59.999999Z",
    "15, Asia/Seoul, 2028-02-20T03:00:00Z, 2028-03-06T14:59:59.999999Z",
    "1, Asia/Seoul, 2028-02-28T03:00:00Z, 2028-02-29T14:59:59.999999Z",
    // The clocks are changed within the days.
    "15, Europe/Berlin, 2026-03-20T12:00:00Z, 2026-04-04T21:59:59.999999Z",
    "15, Europe/Berlin, 2026-10-20T12:00:00Z, 2026-11-04T22:59:59.999999Z",
    // The day of the change begins at one o'clock.
    "1, America/Santiago, 2026-09-05T12:00:00Z, 2026-09-07T02:59:59.999999Z",
    "0, Asia/Seoul, 2026-12-01T01:00:07Z, 2026-12-01T01:00:07Z",
  })
  void the_last_day_counts_to_its_end(int days, String zone, Instant contracted, Instant last) {
    assertThat(new CoolingOff(days, ZoneId.of(zone)).lastMoment(contracted)).isEqualTo(last);
  }
}
