/** Other services' events become commands. */
package insurancecontract.subscription.adapter.kafka;
