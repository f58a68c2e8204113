/** Time, randomness and faults of a simulated world, all drawn from one seed. */
package insurancecontract.simulation.world;
