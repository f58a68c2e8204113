/**
 * Items that need an operator wait here with their reason, independently of each other, until they
 * are retried or settled by hand.
 */
package insurancecontract.chassis.parked;
