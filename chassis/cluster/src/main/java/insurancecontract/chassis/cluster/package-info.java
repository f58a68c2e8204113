/** Several processes as one: who belongs to it, and a Vert.x that spans it. */
package insurancecontract.chassis.cluster;
