/** Limits: token buckets for clients, requests in flight, time per request. */
package insurancecontract.gateway.limits;
