/**
 * Runs all services' decisions, as in production, in a simulated world: one thread and a simulated
 * clock, database, broker and provider, everything drawn from one seed. When the system is quiet,
 * the invariants and the responses that people received are checked.
 */
package insurancecontract.simulation;
