/** How much may come in: token buckets for clients, a bound on requests in flight, a time limit. */
package insurancecontract.gateway.limits;
