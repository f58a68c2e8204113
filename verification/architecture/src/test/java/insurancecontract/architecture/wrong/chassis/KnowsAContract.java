package insurancecontract.architecture.wrong.chassis;

import insurancecontract.architecture.wrong.contracts.NeedsAFramework;

/** Plumbing that knows what flows through it. */
public record KnowsAContract(NeedsAFramework contract) {
  /** A word that plumbing should not know. */
  public long premium() {
    return 1;
  }
}
