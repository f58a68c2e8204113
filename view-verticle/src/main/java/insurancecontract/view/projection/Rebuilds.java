package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A second set of rows, built beside the served one, which it then replaces. */
public interface Rebuilds {
  /** Starts without rows; empty when a rebuild is already running, here or in another process. */
  Future<Optional<Draft>> claim();

  /** The progress of the running rebuild, or the outcome of the last one. */
  Future<RebuildProgress> progress();

  /** Discards what a rebuild left behind when its process died. */
  Future<Void> clean();

  /** Merges facts into rows that are not served yet. */
  @FunctionalInterface
  interface Additions {
    /** Merges new facts and records the progress. */
    Future<Void> add(List<Fact> facts, RebuildCount count);
  }

  /** The rows being built; used one step at a time. */
  interface Draft extends Additions {
    /** Prepares for the replacement; may take long and blocks nobody. */
    Future<Void> prepare();

    /**
     * Replaces the served rows, unless a reader holds them for long: then what {@code last} added
     * is kept, nothing else has changed, and it may be retried.
     *
     * <p>From the start of {@code last} to the end of the call no fact is merged into the served
     * rows; {@code last} adds the rest of what they contain.
     *
     * @return whether the new rows are served now
     */
    Future<Boolean> replace(Function<Additions, Future<Void>> last);

    /** Discards the rows; never fails. */
    Future<Void> discard(String reason);
  }

  /** How many facts are merged, out of how many. */
  record RebuildCount(long read, long total) {}
}
