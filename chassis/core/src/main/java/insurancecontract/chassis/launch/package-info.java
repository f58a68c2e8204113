/** How a process starts, explains why it cannot, and announces its shutdown. */
package insurancecontract.chassis.launch;
