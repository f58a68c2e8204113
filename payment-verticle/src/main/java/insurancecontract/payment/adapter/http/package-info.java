/** Payments over HTTP: reading them, and an operator's commands. */
package insurancecontract.payment.adapter.http;
