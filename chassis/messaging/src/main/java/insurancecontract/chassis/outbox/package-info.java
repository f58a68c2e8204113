/**
 * The transactional outbox: events are rows of the transaction that caused them, and one relay per
 * database publishes them in order.
 */
package insurancecontract.chassis.outbox;
