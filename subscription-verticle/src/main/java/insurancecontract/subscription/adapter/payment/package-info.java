/** The payment call: found by discovery, guarded by a breaker, on the event bus or by HTTP. */
package insurancecontract.subscription.adapter.payment;
