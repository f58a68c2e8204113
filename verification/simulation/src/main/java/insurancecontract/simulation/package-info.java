/**
 * The decisions of all services, as they run in production, in a simulated world: one thread, a
 * simulated clock, database, broker and provider, everything drawn from one seed. When all is quiet
 * the invariants are checked, and what people were told.
 */
package insurancecontract.simulation;
