package insurancecontract.chassis;

import io.vertx.core.Future;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Closes resources in reverse order of opening and continues when one fails to close. */
public final class Shutdown {
  private static final Logger LOG = LoggerFactory.getLogger(Shutdown.class);

  private record Step(String part, Supplier<? extends Future<?>> close) {}

  private final Deque<Step> steps = new ArrayDeque<>();

  /** Registers how to close {@code part}, which has just been opened. */
  public void add(String part, Supplier<? extends Future<?>> close) {
    steps.push(new Step(part, close));
  }

  /** Closes everything once; a second run finds nothing left. Never fails. */
  public Future<Void> run() {
    Step step = steps.poll();
    if (step == null) return Future.succeededFuture();
    return closed(step).transform(done -> run());
  }

  private static Future<?> closed(Step step) {
    Future<?> closing;
    try {
      closing = step.close().get();
    } catch (RuntimeException | Error failure) {
      closing = Future.failedFuture(failure);
    }
    return closing.onFailure(
        cause -> LOG.atWarn().addKeyValue("part", step.part()).setCause(cause).log("close failed"));
  }
}
