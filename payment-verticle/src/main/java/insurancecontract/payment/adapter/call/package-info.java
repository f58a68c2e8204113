/** The payment call, answered alike over the event bus and over HTTP. */
package insurancecontract.payment.adapter.call;
