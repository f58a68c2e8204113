/** The payment call: found by discovery, guarded by a breaker, over whatever the record says. */
package insurancecontract.subscription.adapter.payment;
