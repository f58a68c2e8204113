package insurancecontract.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Looks for the smallest plan that still fails: drops customers and faults while the rest still
 * fails with at least one of a few dice.
 */
final class Shrinker {
  private static final int DICE_TRIED = 12;

  private final Seams seams;
  private Plan failing;

  private Shrinker(Seams seams, Plan failing) {
    this.seams = seams;
    this.failing = failing;
  }

  /** The smallest failing plan found; at worst the given one. */
  static Plan shrink(Seams seams, Plan failing) {
    var shrinker = new Shrinker(seams, failing);
    int before = -1;
    while (before != shrinker.size()) {
      before = shrinker.size();
      shrinker.drop(shrinker.failing.scenarios(), shrinker::withScenarios);
      shrinker.drop(shrinker.failing.faults(), shrinker::withFaults);
    }
    return shrinker.failing;
  }

  private int size() {
    return failing.scenarios().size() + failing.faults().size();
  }

  private <T> Plan withScenarios(List<T> scenarios) {
    return failing.keeping(scenarios, failing.faults());
  }

  private <T> Plan withFaults(List<T> faults) {
    return failing.keeping(failing.scenarios(), faults);
  }

  /** Tries to drop half of them, then a quarter, and so on down to one at a time. */
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
    for (int dice = 0; dice < DICE_TRIED; dice++) {
      Plan candidate = dice == 0 ? smaller : smaller.withDice(smaller.seed() * 31 + dice);
      if (!Simulation.run(candidate, seams, false).passed()) {
        failing = candidate;
        return true;
      }
    }
    return false;
  }
}
