/** Where the facts come from: the services' databases, and Kafka for whether all is quiet. */
package insurancecontract.operations.audit;
