package insurancecontract.simulation.world;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * One process of a service, from its start to its death: what it has begun and not finished ends
 * with it, and nobody hears of it again.
 */
public final class Replica {
  private final World world;
  private final Service service;
  private final String name;
  private final Vertx vertx;
  private final List<Runnable> onDeath = new ArrayList<>();
  private boolean alive = true;
  private Runnable onCommit = () -> {};

  /** A process that has just started. */
  public Replica(World world, Service service, String name) {
    this.world = world;
    this.service = service;
    this.name = name;
    this.vertx = SimulatedVertx.of(this);
  }

  /** Whose process it is. */
  public Service service() {
    return service;
  }

  /** The timers of Vert.x, in simulated time. */
  public Vertx vertx() {
    return vertx;
  }

  /** The world it lives in. */
  public World world() {
    return world;
  }

  /** Whether it still runs. */
  public boolean alive() {
    return alive;
  }

  /** Lets something happen after so many microseconds, if the process still lives then. */
  public void later(long micros, Runnable action) {
    Timeline.Entry unused = timer(micros, action);
  }

  /** The same, and it may be thought better of. */
  Timeline.Entry timer(long micros, Runnable action) {
    return world
        .timeline()
        .timer(
            micros,
            () -> {
              if (alive) action.run();
            });
  }

  /** The same, after as long as a message takes. */
  public void soon(Runnable action) {
    later(world.chance().latency(), action);
  }

  /** Calls this when the process dies; a second death does not exist. */
  public void atDeath(Runnable action) {
    onDeath.add(action);
  }

  /** Kills it. */
  public void kill(String why) {
    if (!alive) return;
    alive = false;
    world.trace().tell(() -> name + " dies " + why);
    onDeath.forEach(Runnable::run);
  }

  /** Kills it if the plan says so here; whether it did. */
  public boolean diesOf(Mishap mishap) {
    return world
        .meet(mishap, service)
        .map(
            fault -> {
              kill(mishap.words());
              return true;
            })
        .orElse(false);
  }

  /** Who wants to know of committed changes with events. */
  public void whenCommitted(Runnable wake) {
    onCommit = wake;
  }

  /** A change with events was committed. */
  public void committed() {
    onCommit.run();
  }

  @Override
  public String toString() {
    return name;
  }
}
