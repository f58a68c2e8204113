package insurancecontract.simulation;

import insurancecontract.simulation.people.Wish;
import insurancecontract.simulation.world.Chance;
import insurancecontract.simulation.world.Fault;
import insurancecontract.simulation.world.Mishap;
import insurancecontract.simulation.world.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run is made of, all of it drawn from the seed: who wants what, and what goes wrong.
 *
 * @param dice the seed of what is not planned, such as how long each message takes
 * @param capacity how many cases each underwriter takes
 */
public record Plan(long seed, long dice, int capacity, List<Wish> wishes, List<Fault> faults) {
  private static final int WISHES = 40;
  private static final int FAULTS_MAX = 24;

  /** How long customers keep coming, in milliseconds. */
  private static final int DAY = 12_000;

  /** The plan of a seed. */
  public static Plan of(long seed) {
    Chance chance = new Chance(seed);
    Chance people = chance.split();
    Chance trouble = chance.split();
    List<Wish> wishes = new ArrayList<>();
    for (int i = 0; i < WISHES; i++) {
      wishes.add(Wish.draw(i, people.split(), DAY));
    }
    List<Fault> faults = new ArrayList<>();
    long count = trouble.between(0, FAULTS_MAX);
    while (faults.size() < count) {
      Mishap mishap = trouble.oneOf(Mishap.ALL);
      Service service = trouble.oneOf(List.of(Service.values()));
      if (mishap.concerns(service)) faults.add(draw(mishap, service, trouble));
    }
    int capacity = Math.toIntExact(trouble.between(1, 12));
    return new Plan(seed, seed, capacity, List.copyOf(wishes), List.copyOf(faults));
  }

  private static Fault draw(Mishap mishap, Service service, Chance chance) {
    int nth = Math.toIntExact(chance.between(0, mishap.timed() ? DAY * 2 : WISHES));
    boolean isShort = mishap != Mishap.QUESTION_LATE && chance.is(0.7);
    long millis = isShort ? chance.between(20, 3_000) : chance.between(3_000, 45_000);
    return new Fault(mishap, service, nth, millis);
  }

  /** When the last trouble that strikes at a moment of its own is over, in microseconds. */
  long lastTrouble() {
    return faults.stream()
        .filter(fault -> fault.mishap().timed())
        .mapToLong(fault -> (fault.nth() + fault.millis()) * 1_000)
        .max()
        .orElse(0);
  }

  /** The same with only these customers and faults, each of which is one of its own. */
  Plan keeping(List<?> fewerWishes, List<?> fewerFaults) {
    return new Plan(
        seed,
        dice,
        capacity,
        wishes.stream().filter(fewerWishes::contains).toList(),
        faults.stream().filter(fewerFaults::contains).toList());
  }

  /** The same with other dice. */
  Plan thrown(long otherDice) {
    return new Plan(seed, otherDice, capacity, wishes, faults);
  }

  /** The plan of a seed, cut down to the customers and faults of these numbers. */
  static Plan of(long seed, long dice, List<Integer> customers, List<Integer> troubles) {
    Plan whole = of(seed);
    return whole
        .keeping(
            customers.stream().map(whole.wishes::get).toList(),
            troubles.stream().map(whole.faults::get).toList())
        .thrown(dice);
  }

  /** What the command needs to know in order to run it again. */
  String arguments() {
    Plan whole = of(seed);
    return "--replay %d --dice %d --customers %s --faults %s"
        .formatted(
            seed,
            dice,
            numbers(wishes.stream().map(whole.wishes::indexOf).toList()),
            numbers(faults.stream().map(whole.faults::indexOf).toList()));
  }

  private static String numbers(List<Integer> numbers) {
    return numbers.isEmpty()
        ? "none"
        : String.join(",", numbers.stream().map(String::valueOf).toList());
  }
}
