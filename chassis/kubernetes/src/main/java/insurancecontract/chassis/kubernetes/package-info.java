/** What a pod asks the Kubernetes API: where the other services are, and what its settings are. */
package insurancecontract.chassis.kubernetes;
