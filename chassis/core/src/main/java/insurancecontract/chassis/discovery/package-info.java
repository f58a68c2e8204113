/** Where the other services are, and by which transport each is called. */
package insurancecontract.chassis.discovery;
