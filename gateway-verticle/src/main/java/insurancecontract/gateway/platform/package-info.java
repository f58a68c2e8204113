/** How the whole platform fares, gathered for operators from what each service says of itself. */
package insurancecontract.gateway.platform;
