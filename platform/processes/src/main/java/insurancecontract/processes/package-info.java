/**
 * Services as processes: any of them in one JVM, found by each other through a list in the
 * settings. Only wiring; what a service does is the same in every mode.
 */
package insurancecontract.processes;
