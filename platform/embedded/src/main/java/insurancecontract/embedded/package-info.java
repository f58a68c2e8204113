/**
 * PostgreSQL and Kafka started from Maven artifacts, for standalone and for tests.
 *
 * <p>Both keep their data under a directory of the caller's, durably and across restarts on other
 * ports, or in a throw-away one. What a killed process left behind is cleaned up. Everything here
 * blocks: it is for main threads and tests, never for an event loop.
 */
package insurancecontract.embedded;
