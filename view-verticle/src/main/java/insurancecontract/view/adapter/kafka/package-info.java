/** Facts from Kafka: live, and the whole history. */
package insurancecontract.view.adapter.kafka;
