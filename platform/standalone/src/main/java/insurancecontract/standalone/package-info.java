/**
 * Every service in one process, on a PostgreSQL and a Kafka broker of its own.
 *
 * <p>It owns the wiring and the data directory, and no business rule. It starts the two servers,
 * makes the databases and the secrets that the services need, hands each service its settings, and
 * stops everything in the opposite order. No part of the product imports it.
 */
package insurancecontract.standalone;
