/**
 * The subscription service: a customer's application from request to end, and the only arbiter of
 * its fate.
 *
 * <p>Owns the applications and the keys of the requests that made them. Asks payment to charge the
 * first premium, in the same request. Hears what became of payments and of cases at the
 * underwriting desk, and takes both as proposals. Announces every step after the payment on {@code
 * subscription-events}; what did not fit is undone by those who hear that.
 */
package insurancecontract.subscription;
