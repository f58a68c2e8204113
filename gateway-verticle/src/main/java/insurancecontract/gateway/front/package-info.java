/** The public server, and the handlers that every request passes: access log, headers, CORS. */
package insurancecontract.gateway.front;
