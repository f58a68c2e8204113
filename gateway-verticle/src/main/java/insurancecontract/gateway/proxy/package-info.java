/** Forwarding of admitted requests: the service, the instance, and the problems of failed calls. */
package insurancecontract.gateway.proxy;
