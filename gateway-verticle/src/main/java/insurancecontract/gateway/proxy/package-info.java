/**
 * From a request that was let in to the service that answers it: which service, which of its
 * instances, and what the client is told when none can.
 */
package insurancecontract.gateway.proxy;
