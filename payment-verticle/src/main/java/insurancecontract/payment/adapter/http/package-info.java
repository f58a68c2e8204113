/** Payments over HTTP: reading them, and operators' repairs of parked refunds. */
package insurancecontract.payment.adapter.http;
