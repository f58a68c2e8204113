package insurancecontract.simulation;

import insurancecontract.simulation.world.Mishap;
import java.util.List;
import java.util.Map;

/**
 * How a run ended.
 *
 * @param sagas how many applications there were
 * @param broken what does not hold, in words; none when all is well
 * @param met how often each kind of trouble struck
 * @param trace what happened, if it was asked for
 */
public record Verdict(
    Plan plan, long sagas, List<String> broken, Map<Mishap, Integer> met, List<String> trace) {
  /** Whether everything holds. */
  public boolean whole() {
    return broken.isEmpty();
  }
}
