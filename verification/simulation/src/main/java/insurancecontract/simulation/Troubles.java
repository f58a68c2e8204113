package insurancecontract.simulation;

import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.Timeline;
import insurancecontract.simulation.world.World;
import java.util.List;

/** Makes the troubles that strike at a moment of their own. */
final class Troubles {
  private final World world;
  private final Timeline clock;
  private final Platform platform;

  Troubles(World world, Platform platform) {
    this.world = world;
    this.clock = world.timeline();
    this.platform = platform;
  }

  void plan(List<Fault> faults) {
    for (Fault fault : faults) {
      if (fault.mishap().timed()) clock.after(fault.nth() * 1_000L, () -> strike(fault));
    }
  }

  private void strike(Fault fault) {
    world.struck(fault);
    long micros = fault.millis() * 1_000;
    int any = Math.toIntExact(fault.millis());
    switch (fault.mishap()) {
      case KILL -> platform.kill(fault.service(), any);
      case DATABASE_AWAY -> {
        platform.database(fault.service()).away(true);
        clock.after(micros, () -> platform.database(fault.service()).away(false));
      }
      case BROKER_AWAY -> {
        platform.broker().away(true);
        clock.after(micros, () -> platform.broker().away(false));
      }
      case BREAKER_OPEN -> {
        platform.breakerOpen(true);
        clock.after(micros, () -> platform.breakerOpen(false));
      }
      case PARTITION_SLOW -> platform.broker().slow(any, micros);
      case REPEAT -> platform.broker().group(fault.service()).repeat(any, 1 + any % 30);
      case REBALANCE -> platform.broker().group(fault.service()).shuffle();
      case TAKEN_FOR_DEAD -> platform.broker().group(fault.service()).takeForDead(any, micros);
      case RELAY_CUT -> platform.database(fault.service()).cutRelay();
      default -> throw new AssertionError(fault + " has no moment of its own");
    }
  }
}
