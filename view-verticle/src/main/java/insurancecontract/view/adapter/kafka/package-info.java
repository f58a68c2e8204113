/**
 * Facts as they come out of Kafka: as they are announced, and all of them from the first one on.
 */
package insurancecontract.view.adapter.kafka;
