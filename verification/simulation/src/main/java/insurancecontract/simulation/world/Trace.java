package insurancecontract.simulation.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, line by line; kept only where somebody wants to read it. */
public final class Trace {
  private final Timeline timeline;
  private final List<String> lines;

  /** A trace of what happens on this timeline. */
  Trace(Timeline timeline, boolean kept) {
    this.timeline = timeline;
    this.lines = kept ? new ArrayList<>() : null;
  }

  /** Whether anybody will read it. */
  public boolean kept() {
    return lines != null;
  }

  /** Tells of something that happened now. */
  public void tell(Supplier<String> what) {
    if (lines == null) return;
    lines.add("%10.3f s  %s".formatted(timeline.micros() / 1_000_000.0, what.get()));
  }

  /** Everything so far; nothing when nobody wants to read it. */
  public List<String> lines() {
    return lines == null ? List.of() : List.copyOf(lines);
  }
}
