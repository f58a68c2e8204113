/**
 * The subscription service: a customer's application from request to end, and the only arbiter of
 * its state.
 *
 * <p>Owns the applications and the idempotency keys of the requests that made them. Calls payment
 * to charge the first premium within the same request. Listens to the events of payments and of
 * underwriting cases, and treats both as proposals. Publishes every step after the payment on
 * {@code subscription-events}, so that other services undo what was not accepted.
 */
package insurancecontract.subscription;
