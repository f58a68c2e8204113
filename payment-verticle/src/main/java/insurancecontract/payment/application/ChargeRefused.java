package insurancecontract.payment.application;

import insurancecontract.payment.domain.Decision;

/** A charge that contradicts what was asked before; nothing was changed. */
public final class ChargeRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final Decision.Reason reason;

  /** Carries the refusal to whoever answers. */
  public ChargeRefused(Decision.Refused refused) {
    super(refused.detail(), null, false, false);
    this.reason = refused.reason();
  }

  /** Why. */
  public Decision.Reason reason() {
    return reason;
  }
}
