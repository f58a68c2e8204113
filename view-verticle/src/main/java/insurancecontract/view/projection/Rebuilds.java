package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A second set of rows that is made beside the served one and then takes its place. */
public interface Rebuilds {
  /** Begins with no rows; empty when a rebuild is running, here or in another process. */
  Future<Optional<Draft>> claim();

  /** How far the running one is, or how the last one ended. */
  Future<RebuildProgress> progress();

  /** Throws away what a rebuild left behind whose process has ended. */
  Future<Void> clean();

  /** Takes facts for rows that nobody sees yet. */
  @FunctionalInterface
  interface Additions {
    /** Merges the facts that are not known yet, and notes how far the rebuild is. */
    Future<Void> add(List<Fact> facts, RebuildCount count);
  }

  /** The rows that are being made. It is used one step at a time. */
  interface Draft extends Additions {
    /** Gets ready for being served; takes its time and holds up nobody. */
    Future<Void> prepare();

    /**
     * Takes the place of the served rows, unless somebody reads them for long: then what {@code
     * last} added is kept, nothing else has changed, and it may be tried again.
     *
     * <p>Between the beginning of {@code last} and the end of the call no fact is merged into the
     * served rows; what {@code last} adds is the rest of what they are made of.
     *
     * @return whether the new rows are served now
     */
    Future<Boolean> replace(Function<Additions, Future<Void>> last);

    /** Throws the rows away; never fails. */
    Future<Void> discard(String reason);
  }

  /** How many facts are merged, of how many. */
  record RebuildCount(long read, long total) {}
}
