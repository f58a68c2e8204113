package insurancecontract.view.projection;

import insurancecontract.contracts.Event;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** An event and when it happened, cut to the microseconds that a database keeps. */
public record Fact(Event event, Instant at) {
  /** What makes two deliveries the same fact. */
  public record Key(long subscriptionId, Source source, long version) {}

  /** Cuts the moment to microseconds. */
  public Fact {
    at = at.truncatedTo(ChronoUnit.MICROS);
  }

  /** What a repeat of this fact has in common with it. */
  public Key key() {
    return new Key(event.subscriptionId(), source(), event.version());
  }

  /** Who announced it. */
  public Source source() {
    return Source.of(event);
  }

  /** The event's name. */
  public String type() {
    return event.getClass().getSimpleName();
  }
}
