/**
 * A simulated PostgreSQL, and the services' stores in it: statements take time, rows are locked
 * until the transaction ends, a sequence is never rolled back, and what a process leaves open is
 * undone when it dies.
 */
package insurancecontract.simulation.store;
