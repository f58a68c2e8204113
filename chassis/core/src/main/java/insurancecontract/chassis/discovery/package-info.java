/** Service discovery: where each service is, and over which transport it is called. */
package insurancecontract.chassis.discovery;
