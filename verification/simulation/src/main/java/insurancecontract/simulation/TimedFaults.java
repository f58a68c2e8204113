package insurancecontract.simulation;

import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.Timeline;
import insurancecontract.simulation.world.World;
import java.util.List;

/** Injects the faults that strike at a given time. */
final class TimedFaults {
  private final World world;
  private final Timeline clock;
  private final SimulatedServices services;

  TimedFaults(World world, SimulatedServices services) {
    this.world = world;
    this.clock = world.timeline();
    this.services = services;
  }

  void plan(List<Fault> faults) {
    for (Fault fault : faults) {
      if (fault.kind().timed()) clock.after(fault.nth() * 1_000L, () -> strike(fault));
    }
  }

  private void strike(Fault fault) {
    world.injected(fault);
    long micros = fault.millis() * 1_000;
    int any = Math.toIntExact(fault.millis());
    switch (fault.kind()) {
      case KILL -> services.kill(fault.service(), any);
      case DATABASE_UNAVAILABLE -> {
        services.database(fault.service()).unavailable(true);
        clock.after(micros, () -> services.database(fault.service()).unavailable(false));
      }
      case BROKER_UNAVAILABLE -> {
        services.broker().unavailable(true);
        clock.after(micros, () -> services.broker().unavailable(false));
      }
      case BREAKER_OPEN -> {
        services.breakerOpen(true);
        clock.after(micros, () -> services.breakerOpen(false));
      }
      case PARTITION_SLOW -> services.broker().slow(any, micros);
      case REPEAT -> services.broker().group(fault.service()).redeliver(any, 1 + any % 30);
      case REBALANCE -> services.broker().group(fault.service()).shuffle();
      case SESSION_EXPIRED -> services.broker().group(fault.service()).expireSession(any, micros);
      case RELAY_CUT -> services.database(fault.service()).cutRelay();
      default -> throw new AssertionError(fault + " has no moment of its own");
    }
  }
}
