package insurancecontract.subscription.domain;

/** Why an application was abandoned before it was paid. */
public enum PaymentFailure {
  /** Payment declined. */
  PAYMENT_DECLINED,
  /** The call failed or took too long: if it charged after all, the money goes back. */
  PAYMENT_IN_DOUBT,
  /** Nobody waits for the answer any more, as after a crash; handled like a doubt. */
  PAYMENT_UNANSWERED
}
