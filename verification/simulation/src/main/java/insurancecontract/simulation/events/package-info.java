/**
 * A simulated Kafka and the two ends of it as the chassis has them: the relay that publishes an
 * outbox, and the consumer whose offsets move on only after the effect is committed.
 */
package insurancecontract.simulation.events;
