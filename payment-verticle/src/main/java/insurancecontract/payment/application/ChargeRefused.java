package insurancecontract.payment.application;

import insurancecontract.chassis.decision.Refusal;

/** A charge that contradicts an earlier request; nothing was changed. */
public final class ChargeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Refusal refusal;

  /** Carries the refusal to where it is answered. */
  public ChargeRefused(Refusal refusal) {
    super(refusal.code().name(), null, false, false);
    this.refusal = refusal;
  }

  /** Why. */
  public Refusal refusal() {
    return refusal;
  }
}
