/**
 * Faults made to the real thing: every service as a process of its own on a real PostgreSQL and a
 * real Kafka, a {@link insurancecontract.faults.Link} on every connection between them, a steady
 * load, and a person's patience measured against the invariants at the end.
 */
package insurancecontract.faults;
