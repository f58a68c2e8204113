/**
 * Payment charges the first premium of a subscription and refunds it when the subscription ends
 * without a contract, each at most once. It owns the payments and, for the built-in provider, the
 * provider's books. It calls the payment provider, consumes subscription events, and publishes
 * approvals, declines and refunds.
 */
package insurancecontract.payment;
