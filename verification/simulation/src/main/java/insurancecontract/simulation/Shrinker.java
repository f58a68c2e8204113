package insurancecontract.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Looks for the smallest plan that still fails: customers and faults are left out for as long as
 * something is broken without them, each time with a few throws of the other dice.
 */
final class Shrinker {
  private static final int THROWS = 12;

  private final Seams seams;
  private Plan failing;

  private Shrinker(Seams seams, Plan failing) {
    this.seams = seams;
    this.failing = failing;
  }

  /** The smallest failing plan that it finds; the given one at worst. */
  static Plan shrink(Seams seams, Plan failing) {
    var shrinker = new Shrinker(seams, failing);
    int before = -1;
    while (before != shrinker.size()) {
      before = shrinker.size();
      shrinker.drop(shrinker.failing.wishes(), shrinker::withWishes);
      shrinker.drop(shrinker.failing.faults(), shrinker::withFaults);
    }
    return shrinker.failing;
  }

  private int size() {
    return failing.wishes().size() + failing.faults().size();
  }

  private <T> Plan withWishes(List<T> wishes) {
    return failing.keeping(wishes, failing.faults());
  }

  private <T> Plan withFaults(List<T> faults) {
    return failing.keeping(failing.wishes(), faults);
  }

  /** First half of them, then a quarter, and so on down to one at a time. */
  private <T> void drop(List<T> all, Function<List<T>, Plan> with) {
    List<T> kept = new ArrayList<>(all);
    for (int step = Math.max(1, kept.size() / 2); ; step /= 2) {
      for (int from = 0; from < kept.size(); ) {
        List<T> fewer = new ArrayList<>(kept);
        fewer.subList(from, Math.min(from + step, kept.size())).clear();
        if (fails(with.apply(fewer))) kept = fewer;
        else from += step;
      }
      if (step <= 1) return;
    }
  }

  private boolean fails(Plan smaller) {
    for (int dice = 0; dice < THROWS; dice++) {
      Plan thrown = dice == 0 ? smaller : smaller.thrown(smaller.seed() * 31 + dice);
      if (!Simulation.run(thrown, seams, false).whole()) {
        failing = thrown;
        return true;
      }
    }
    return false;
  }
}
