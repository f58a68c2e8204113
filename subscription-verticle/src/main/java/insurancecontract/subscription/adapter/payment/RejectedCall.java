package insurancecontract.subscription.adapter.payment;

import java.util.Set;

/** The instance has received the call and rejected it, so repeating the call is pointless. */
final class RejectedCall extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Rejections that do not say whether the premium is charged: the request did not arrive in time,
   * or contradicts an earlier one for the same application.
   */
  private static final Set<Integer> IN_DOUBT = Set.of(408, 409);

  private final int status;

  /** Rejected with an HTTP status; the event bus uses the same numbers. */
  RejectedCall(int status, String code) {
    super("payment answered with " + status + " " + code, null, false, false);
    this.status = status;
  }

  /** Whether payment refused the request itself, before it charged anything. */
  boolean isRefusal() {
    return status >= 400 && status < 500 && !IN_DOUBT.contains(status);
  }
}
