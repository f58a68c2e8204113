package insurancecontract.subscription.domain;

/** Why an application was given up before it was paid. */
public enum PaymentFailure {
  /** The payment was answered with no. */
  PAYMENT_DECLINED,
  /** The call failed or took too long: it may have charged, and if so the money goes back. */
  PAYMENT_IN_DOUBT,
  /** Nobody was left to hear the answer, as after a crash; treated like a doubt. */
  PAYMENT_UNANSWERED
}
