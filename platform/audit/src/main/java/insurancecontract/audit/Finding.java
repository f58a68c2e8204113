package insurancecontract.audit;

import java.util.List;

/**
 * What one invariant finds in one dossier.
 *
 * @param concerned whether the invariant says anything about it
 * @param faults in words; none when it holds
 */
public record Finding(boolean concerned, List<String> faults) {
  /** The invariant does not speak of this subscription. */
  static final Finding NOT_CONCERNED = new Finding(false, List.of());

  /** The invariant holds. */
  static final Finding WHOLE = new Finding(true, List.of());

  static Finding of(List<String> faults) {
    return faults.isEmpty() ? WHOLE : new Finding(true, List.copyOf(faults));
  }

  static Finding brokenIf(boolean broken, String fault) {
    return broken ? new Finding(true, List.of(fault)) : WHOLE;
  }

  /** Whether it does not hold. */
  public boolean broken() {
    return !faults.isEmpty();
  }
}
