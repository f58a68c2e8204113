/** The platform's users: customers, underwriters, operators. They never crash. */
package insurancecontract.simulation.people;
