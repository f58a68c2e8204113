/** What others announce, as commands to the arbiter. */
package insurancecontract.subscription.adapter.kafka;
