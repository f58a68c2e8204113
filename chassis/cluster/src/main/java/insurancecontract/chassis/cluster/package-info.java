/** Cluster membership, and a Vert.x that spans several processes. */
package insurancecontract.chassis.cluster;
