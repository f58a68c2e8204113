/** The bridge between Kafka and the event bus, and the shape of what crosses it. */
package insurancecontract.chassis.kafka;
