/**
 * What every service needs: lifecycle, batching and JSON here; settings, HTTP, PostgreSQL,
 * identity, discovery, circuit breaker and health in the packages below.
 *
 * <p>The chassis contains no insurance term and knows no event of any service.
 */
package insurancecontract.chassis;
