package insurancecontract.faults;

import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The way to the gateways: each connection goes to the next of those that say that they are ready,
 * as a Service of Kubernetes leads it. Open connections stay open.
 */
final class Doors implements AutoCloseable {
  private static final long LOOK_EVERY_MS = 500;

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final AtomicInteger turn = new AtomicInteger();
  private final List<Replica> gateways;
  private volatile List<Integer> ready = List.of();

  /** Closed. */
  Doors(List<Replica> gateways) {
    this.gateways = gateways;
  }

  /** From now on the link leads to them. */
  void open(Link front) {
    look();
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(
            this::look, LOOK_EVERY_MS, LOOK_EVERY_MS, TimeUnit.MILLISECONDS);
    front.leadTo(this::next);
  }

  private void look() {
    ready = gateways.stream().filter(Replica::isReady).map(Replica::port).toList();
  }

  private int next() {
    List<Integer> ports = ready;
    return ports.isEmpty() ? 0 : ports.get(Math.floorMod(turn.getAndIncrement(), ports.size()));
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
