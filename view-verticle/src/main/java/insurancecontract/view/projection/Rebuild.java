package insurancecontract.view.projection;

import insurancecontract.chassis.Component;
import insurancecontract.view.projection.History.Reader;
import insurancecontract.view.projection.Rebuilds.Additions;
import insurancecontract.view.projection.Rebuilds.Draft;
import insurancecontract.view.projection.Rebuilds.RebuildCount;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rebuilds all rows from the history, while the old ones are served and keep changing.
 *
 * <p>The draft is filled up to the end of the history, and again up to the new end, until little is
 * missing. The live projection is paused only for that rest, and since everything it has merged was
 * published before, reading to the end then misses nothing. What it consumes afterwards is a
 * repeat.
 */
public final class Rebuild implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(Rebuild.class);

  /** So few missing facts that the live projection may wait. */
  private static final long NEAR_THE_END = 500;

  /** Facts may arrive faster than they are merged; then the last step just takes longer. */
  private static final int ROUNDS_MAX = 10;

  /** Each attempt waits briefly for readers of the served rows. */
  private static final int REPLACEMENTS_MAX = 60;

  private final History history;
  private final Rebuilds rebuilds;
  private Future<Void> running = Future.succeededFuture();
  private boolean stopping;

  /** A rebuild of {@code rebuilds} out of {@code history}. */
  public Rebuild(History history, Rebuilds rebuilds) {
    this.history = history;
    this.rebuilds = rebuilds;
  }

  /** Discards what a killed process left behind. */
  @Override
  public Future<Void> start() {
    return rebuilds.clean();
  }

  /** Aborts the running rebuild, if any. */
  @Override
  public Future<Void> stop() {
    stopping = true;
    return running;
  }

  /** Starts a rebuild in the background; false when one is already running. */
  public Future<Boolean> begin() {
    return rebuilds
        .claim()
        .map(
            claimed -> {
              claimed.ifPresent(draft -> running = run(draft));
              return claimed.isPresent();
            });
  }

  /** The progress of the running rebuild, or the outcome of the last one. */
  public Future<RebuildProgress> progress() {
    return rebuilds.progress();
  }

  /** Never fails: the outcome is part of the progress. */
  private Future<Void> run(Draft draft) {
    LOG.atInfo().log("rebuild started");
    return history
        .open()
        .compose(reader -> fill(draft, reader).eventually(reader::close))
        .onSuccess(done -> LOG.atInfo().log("rebuild done, the new rows are served"))
        .onFailure(cause -> LOG.atWarn().setCause(cause).log("rebuild failed, old rows stay"))
        .recover(cause -> draft.discard(cause.toString()));
  }

  private Future<Void> fill(Draft draft, Reader reader) {
    return approach(draft, reader, ROUNDS_MAX)
        .compose(near -> draft.prepare())
        .compose(ready -> replace(draft, reader, REPLACEMENTS_MAX));
  }

  private Future<Void> replace(Draft draft, Reader reader, int triesLeft) {
    if (triesLeft == 0) return Future.failedFuture("the served rows were being read all the time");
    return approach(draft, reader, ROUNDS_MAX)
        .compose(near -> draft.replace(last -> finish(last, reader)))
        .compose(
            replaced ->
                replaced ? Future.succeededFuture() : replace(draft, reader, triesLeft - 1));
  }

  private Future<Void> finish(Additions last, Reader reader) {
    return reader.lookForEnd().compose(end -> drain(reader, adding(last, reader)));
  }

  private Future<Void> approach(Draft draft, Reader reader, int roundsLeft) {
    return drain(reader, adding(draft, reader))
        .compose(atEnd -> reader.lookForEnd())
        .compose(
            end -> {
              boolean near = reader.total() - reader.read() <= NEAR_THE_END;
              return near || roundsLeft == 0
                  ? Future.succeededFuture()
                  : approach(draft, reader, roundsLeft - 1);
            });
  }

  private static Function<List<Fact>, Future<Void>> adding(Additions draft, Reader reader) {
    return facts -> draft.add(facts, new RebuildCount(reader.read(), reader.total()));
  }

  private Future<Void> drain(Reader reader, Function<List<Fact>, Future<Void>> add) {
    Promise<Void> drained = Promise.promise();
    step(reader, add, drained);
    return drained.future();
  }

  /** Each step starts the next, instead of a chain of futures that grows with the history. */
  private void step(Reader reader, Function<List<Fact>, Future<Void>> add, Promise<Void> drained) {
    if (stopping) {
      drained.fail("the service is stopping");
    } else if (reader.isAtEnd()) {
      drained.complete();
    } else {
      Future<Void> added = reader.next().compose(add);
      added.onSuccess(next -> step(reader, add, drained)).onFailure(drained::fail);
    }
  }
}
