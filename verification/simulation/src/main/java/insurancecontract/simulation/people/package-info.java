/** Those who use the platform: customers, underwriters, operators. They never crash. */
package insurancecontract.simulation.people;
