/**
 * The public and the management server, and the handlers that every request passes: access log,
 * headers, CORS.
 */
package insurancecontract.gateway.front;
