/** Payments in PostgreSQL. */
package insurancecontract.payment.adapter.postgres;
