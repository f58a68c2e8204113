/** Calls that may be slow or fail, bounded in time and number and broken off when too many fail. */
package insurancecontract.chassis.breaker;
