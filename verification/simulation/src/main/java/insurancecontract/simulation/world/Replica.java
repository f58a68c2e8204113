package insurancecontract.simulation.world;

import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/**
 * One process of a service, from start to death: its unfinished work ends with it, without an
 * answer.
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

  /** The service it runs. */
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

  /** Runs an action after so many microseconds, if the process is still alive. */
  public void later(long micros, Runnable action) {
    Timeline.Entry unused = timer(micros, action);
  }

  /** The same, but it can be cancelled. */
  Timeline.Entry timer(long micros, Runnable action) {
    return world
        .timeline()
        .timer(
            micros,
            () -> {
              if (alive) action.run();
            });
  }

  /** The same, after a message's latency. */
  public void soon(Runnable action) {
    later(world.chance().latency(), action);
  }

  /** Runs the action when the process dies, once. */
  public void atDeath(Runnable action) {
    onDeath.add(action);
  }

  /** Kills it. */
  public void kill(String why) {
    if (!alive) return;
    alive = false;
    world.trace().add(() -> name + " dies " + why);
    onDeath.forEach(Runnable::run);
  }

  /** Kills the process if the plan says so here; returns whether it did. */
  public boolean crashesAt(FaultKind kind) {
    return world
        .inject(kind, service)
        .map(
            fault -> {
              kill(kind.words());
              return true;
            })
        .orElse(false);
  }

  /** Called after each commit that appended events. */
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
