/**
 * A simulated PostgreSQL, and the services' repositories on it: statements take time, rows stay
 * locked until the transaction ends, sequences are never rolled back, and a dying process's open
 * transactions roll back.
 */
package insurancecontract.simulation.store;
