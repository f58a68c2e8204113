package insurancecontract.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, line by line, if requested. */
public final class Trace {
  private final Timeline timeline;
  private final List<String> lines;

  /** A trace of what happens on this timeline. */
  Trace(Timeline timeline, boolean kept) {
    this.timeline = timeline;
    this.lines = kept ? new ArrayList<>() : null;
  }

  /** Whether lines are kept. */
  public boolean kept() {
    return lines != null;
  }

  /** Adds a line with the current time. */
  public void add(Supplier<String> what) {
    if (lines == null) return;
    lines.add("%10.3f s  %s".formatted(timeline.micros() / 1_000_000.0, what.get()));
  }

  /** All lines so far; empty unless requested. */
  public List<String> lines() {
    return lines == null ? List.of() : List.copyOf(lines);
  }
}
