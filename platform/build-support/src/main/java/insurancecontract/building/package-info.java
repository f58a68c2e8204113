/** Programs that the build runs: a first start of the services, and a base for an image. */
package insurancecontract.building;
