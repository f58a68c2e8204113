/** How a process starts, says why it cannot, and takes its leave. */
package insurancecontract.chassis.launch;
