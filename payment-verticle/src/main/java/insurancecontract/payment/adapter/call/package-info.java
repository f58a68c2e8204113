/** The payment call, answered in the same way on the event bus and over HTTP. */
package insurancecontract.payment.adapter.call;
