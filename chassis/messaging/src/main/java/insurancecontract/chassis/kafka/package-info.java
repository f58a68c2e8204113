/** The bridge from Kafka to the event bus, and the envelope of events. */
package insurancecontract.chassis.kafka;
