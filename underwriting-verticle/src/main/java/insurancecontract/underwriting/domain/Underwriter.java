package insurancecontract.underwriting.domain;

/**
 * Someone who decides about cases, up to so many open ones at once.
 *
 * @param configuredCapacity what the configuration said last, to notice when it changes
 * @param load how many cases are on the desk now; above the capacity only after it was lowered
 */
public record Underwriter(
    long underwriterId, String name, int capacity, int configuredCapacity, int load) {
  /** No desk takes more open cases than this. */
  public static final int CAPACITY_MAX = 10_000;

  /** How many more cases fit on the desk. */
  public int room() {
    return Math.max(0, capacity - load);
  }

  Underwriter withCapacity(int changed) {
    return new Underwriter(underwriterId, name, changed, configuredCapacity, load);
  }

  Underwriter withLoad(int changed) {
    return new Underwriter(underwriterId, name, capacity, configuredCapacity, changed);
  }

  /** A capacity that the configuration repeats does not undo what a supervisor chose since. */
  Underwriter configured(String newName, int configured) {
    int effective = configured == configuredCapacity ? capacity : configured;
    return new Underwriter(underwriterId, newName, effective, configured, load);
  }
}
