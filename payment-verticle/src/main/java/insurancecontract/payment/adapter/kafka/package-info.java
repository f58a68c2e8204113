/** What payment hears: the ends of subscriptions, which are reasons to give money back. */
package insurancecontract.payment.adapter.kafka;
