package insurancecontract.subscription.adapter.http;

import insurancecontract.chassis.decision.RefusalCode;

/** Problems of requests that no command was decided for; the names are published as codes. */
public enum ProblemCode implements RefusalCode {
  /** Payment declined. */
  PAYMENT_DECLINED,
  /** Payment did not answer in time. */
  PAYMENT_IN_DOUBT,
  /** Payment is failing or overloaded. */
  PAYMENT_UNAVAILABLE,
  /** The payment's answer could not be stored. */
  OUTCOME_UNKNOWN,
  /** The first request with that key has no answer yet. */
  REQUEST_UNDER_WAY,
  /** The header is no valid key. */
  IDEMPOTENCY_KEY_MALFORMED,
  /** The key belongs to another request. */
  IDEMPOTENCY_KEY_REUSED,
  /** There is no such product. */
  UNKNOWN_PRODUCT
}
