package insurancecontract.chassis;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The parts of a service in order: started forwards, stopped backwards. A start that fails halfway
 * stops what had started, and fails with its own cause.
 */
public final class Parts {
  private record Part(String name, Component component) {}

  private final List<Part> parts = new ArrayList<>();
  private final Shutdown shutdown = new Shutdown();

  /** A resource that is already open; it is closed after all parts. */
  public void opened(String name, Supplier<? extends Future<?>> close) {
    shutdown.add(name, close);
  }

  /** The next part. */
  public void add(String name, Component part) {
    parts.add(new Part(name, part));
  }

  /** What a stop waits for before it stops the parts added earlier. */
  public void beforeStop(String name, Supplier<? extends Future<?>> end) {
    add(name, new Ending(end));
  }

  /** Starts each part when the one before it has started. */
  public Future<Void> start() {
    Future<Void> started = Future.succeededFuture();
    for (Part part : parts) started = started.compose(before -> start(part));
    return started.recover(cause -> stop().transform(stopped -> Future.failedFuture(cause)));
  }

  private Future<Void> start(Part part) {
    shutdown.add(part.name(), part.component()::stop);
    return Futures.attempt(part.component()::start);
  }

  /** Stops everything once, last started first; goes on when one fails. Never fails. */
  public Future<Void> stop() {
    return shutdown.run();
  }

  private record Ending(Supplier<? extends Future<?>> end) implements Component {
    @Override
    public Future<Void> start() {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> stop() {
      return end.get().mapEmpty();
    }
  }
}
