/** Calls with a timeout, a limit on calls in flight and a circuit breaker. */
package insurancecontract.chassis.breaker;
