/** The subscription events that are reasons to refund. */
package insurancecontract.payment.adapter.kafka;
