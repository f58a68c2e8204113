package insurancecontract.view.projection;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An event and when it happened, truncated to the microseconds that the database keeps. */
public record Fact(Event event, Instant at) {
  /** Identifies a fact: repeated deliveries have the same key. */
  public record Key(long subscriptionId, Source source, long version) {}

  /** Truncates the time to microseconds. */
  public Fact {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /** The key that a repeated delivery shares. */
  public Key key() {
    return new Key(event.subscriptionId(), source(), event.version());
  }

  /** The service that published it. */
  public Source source() {
    return Source.of(event);
  }

  /** The published type of the event. */
  public String type() {
    return EventTypes.of(event.getClass());
  }
}
