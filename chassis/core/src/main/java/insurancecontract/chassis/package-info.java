/**
 * What every service stands on: lifecycle, batching and JSON here; settings, HTTP, PostgreSQL,
 * outbox, Kafka bridge, identity, discovery, breaker and health in the packages below.
 *
 * <p>No insurance word occurs in the chassis, and it knows no event of any service.
 */
package insurancecontract.chassis;
