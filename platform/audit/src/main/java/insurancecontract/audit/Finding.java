package insurancecontract.audit;

import java.util.List;

/**
 * What one invariant finds in one dossier.
 *
 * @param details in words, what is open or broken; empty otherwise
 */
public record Finding(Outcome outcome, List<String> details) {
  /** How the invariant fares. */
  public enum Outcome {
    /** It says nothing about this subscription. */
    NOT_CONCERNED,
    HOLDS,
    /** It does not hold yet, and a person has to act before it can. */
    OPEN,
    BROKEN
  }

  static final Finding NOT_CONCERNED = new Finding(Outcome.NOT_CONCERNED, List.of());
  static final Finding HOLDS = new Finding(Outcome.HOLDS, List.of());

  static Finding open(String detail) {
    return new Finding(Outcome.OPEN, List.of(detail));
  }

  static Finding of(List<String> faults) {
    return faults.isEmpty() ? HOLDS : new Finding(Outcome.BROKEN, List.copyOf(faults));
  }

  static Finding brokenIf(boolean broken, String fault) {
    return broken ? new Finding(Outcome.BROKEN, List.of(fault)) : HOLDS;
  }

  /** Whether the invariant says anything about this subscription. */
  public boolean concerned() {
    return outcome != Outcome.NOT_CONCERNED;
  }

  /** Whether a person has to act before it can hold. */
  public boolean open() {
    return outcome == Outcome.OPEN;
  }

  /** Whether it does not hold. */
  public boolean broken() {
    return outcome == Outcome.BROKEN;
  }
}
