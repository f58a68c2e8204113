/**
 * From a committed change to the broker: events are rows of the same transaction, and one relay for
 * each database publishes them in order.
 */
package insurancecontract.chassis.outbox;
