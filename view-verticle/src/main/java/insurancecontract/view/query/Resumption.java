package insurancecontract.view.query;

import java.time.Instant;
import java.util.Optional;

/**
 * The position of a stream of changes, as in its {@code Last-Event-ID}.
 *
 * @param position changes from there on may not have been sent yet
 * @param at when this was the position
 */
public record Resumption(long position, Instant at) {
  /** Reads what {@link #toString} wrote; empty when it is something else. */
  public static Optional<Resumption> parse(String text) {
    int dot = text.indexOf('.');
    if (dot < 0) return Optional.empty();
    try {
      long position = Long.parseLong(text.substring(0, dot));
      long seconds = Long.parseLong(text.substring(dot + 1));
      boolean isOne = position >= 0 && seconds >= 0 && seconds <= Instant.MAX.getEpochSecond();
      return isOne
          ? Optional.of(new Resumption(position, Instant.ofEpochSecond(seconds)))
          : Optional.empty();
    } catch (NumberFormatException somethingElse) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return position + "." + at.getEpochSecond();
  }
}
