/** The simulated payment provider, and the call from subscription to payment. */
package insurancecontract.simulation.money;
