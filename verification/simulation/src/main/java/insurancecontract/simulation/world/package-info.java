/** Time, chance and trouble of a simulated world, all of it drawn from one seed. */
package insurancecontract.simulation.world;
