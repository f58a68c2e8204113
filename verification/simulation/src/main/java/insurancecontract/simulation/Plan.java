package insurancecontract.simulation;

import insurancecontract.simulation.people.Scenario;
import insurancecontract.simulation.world.Chance;
import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * The plan of a run, drawn from its seed: what each customer does, and which faults occur.
 *
 * @param dice the seed of everything else, such as the latency of each message
 * @param capacity how many open cases each underwriter takes
 */
public record Plan(
    long seed, long dice, int capacity, List<Scenario> scenarios, List<Fault> faults) {
  private static final int SCENARIOS = 40;
  private static final int FAULTS_MAX = 24;

  /** How long customers arrive, in milliseconds. */
  private static final int DAY = 12_000;

  /** The plan of a seed. */
  public static Plan of(long seed) {
    Chance chance = new Chance(seed);
    Chance people = chance.split();
    Chance disruption = chance.split();
    List<Scenario> scenarios = new ArrayList<>();
    for (int i = 0; i < SCENARIOS; i++) {
      scenarios.add(Scenario.draw(i, people.split(), DAY));
    }
    List<Fault> faults = new ArrayList<>();
    long count = disruption.between(0, FAULTS_MAX);
    while (faults.size() < count) {
      FaultKind kind = disruption.oneOf(FaultKind.ALL);
      Service service = disruption.oneOf(List.of(Service.values()));
      if (kind.concerns(service)) faults.add(draw(kind, service, disruption));
    }
    int capacity = Math.toIntExact(disruption.between(1, 12));
    return new Plan(seed, seed, capacity, List.copyOf(scenarios), List.copyOf(faults));
  }

  private static Fault draw(FaultKind kind, Service service, Chance chance) {
    int nth = Math.toIntExact(chance.between(0, kind.timed() ? DAY * 2 : SCENARIOS));
    boolean isShort = kind != FaultKind.REQUEST_LATE && chance.is(0.7);
    long millis = isShort ? chance.between(20, 3_000) : chance.between(3_000, 45_000);
    return new Fault(kind, service, nth, millis);
  }

  /** When the last timed fault ends, in microseconds. */
  long lastFaultEnd() {
    return faults.stream()
        .filter(fault -> fault.kind().timed())
        .mapToLong(fault -> (fault.nth() + fault.millis()) * 1_000)
        .max()
        .orElse(0);
  }

  /** The same plan reduced to these of its scenarios and faults. */
  Plan keeping(List<?> fewerScenarios, List<?> fewerFaults) {
    return new Plan(
        seed,
        dice,
        capacity,
        scenarios.stream().filter(fewerScenarios::contains).toList(),
        faults.stream().filter(fewerFaults::contains).toList());
  }

  /** The same plan with other dice. */
  Plan withDice(long otherDice) {
    return new Plan(seed, otherDice, capacity, scenarios, faults);
  }

  /** The plan of a seed, reduced to the customers and faults with these numbers. */
  static Plan of(long seed, long dice, List<Integer> customers, List<Integer> troubles) {
    Plan whole = of(seed);
    return whole
        .keeping(
            customers.stream().map(whole.scenarios::get).toList(),
            troubles.stream().map(whole.faults::get).toList())
        .withDice(dice);
  }

  /** The command-line arguments that run it again. */
  String arguments() {
    Plan whole = of(seed);
    return "--replay %d --dice %d --customers %s --faults %s"
        .formatted(
            seed,
            dice,
            numbers(scenarios.stream().map(whole.scenarios::indexOf).toList()),
            numbers(faults.stream().map(whole.faults::indexOf).toList()));
  }

  private static String numbers(List<Integer> numbers) {
    return numbers.isEmpty()
        ? "none"
        : String.join(",", numbers.stream().map(String::valueOf).toList());
  }
}
