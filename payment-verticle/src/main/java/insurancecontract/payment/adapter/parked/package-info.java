/** What operators do about refunds that wait for them. */
package insurancecontract.payment.adapter.parked;
