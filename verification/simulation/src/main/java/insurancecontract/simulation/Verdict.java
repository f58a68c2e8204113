package insurancecontract.simulation;

import insurancecontract.audit.Invariant;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param sagas how many applications there were
 * @param broken what does not hold, in words; empty when everything holds
 * @param checked how many applications each invariant was checked for
 * @param injected how often each kind of fault struck
 * @param trace what happened, if traced
 */
public record Verdict(
    Plan plan,
    long sagas,
    List<String> broken,
    Map<Invariant, Long> checked,
    Map<FaultKind, Integer> injected,
    List<String> trace) {
  /** The first finding of a run that threw starts with this. */
  static final String THREW = "the run threw ";

  private static final int FRAMES_MAX = 12;

  /** A run that threw; nothing was checked. */
  static Verdict thrown(Plan plan, Throwable thrown, World world) {
    List<String> broken = new ArrayList<>();
    broken.add(THREW + thrown);
    for (StackTraceElement frame : thrown.getStackTrace()) {
      if (broken.size() <= FRAMES_MAX) broken.add("  at " + frame);
    }
    return new Verdict(plan, 0, broken, Map.of(), world.injected(), world.trace().lines());
  }

  /** Whether everything holds. */
  public boolean passed() {
    return broken.isEmpty();
  }

  /** The same run with one more finding. */
  Verdict and(String finding) {
    List<String> all = new ArrayList<>(broken);
    all.add(finding);
    return new Verdict(plan, sagas, all, checked, injected, trace);
  }
}
