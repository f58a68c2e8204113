/**
 * Payment charges the first premium of a subscription and gives it back when the subscription ends
 * unhappily, each at most once. It owns the payments and, for the built-in provider, the provider's
 * books. It asks the payment provider. It hears what happens to subscriptions. It announces
 * approvals, declines and refunds.
 */
package insurancecontract.payment;
