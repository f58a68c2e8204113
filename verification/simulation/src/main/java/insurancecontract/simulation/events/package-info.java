/**
 * A simulated Kafka and both ends of it as in the chassis: a publisher for the outbox relay, and a
 * consumer whose offsets move only after the effect is committed.
 */
package insurancecontract.simulation.events;
