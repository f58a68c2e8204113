/** Payment providers: the built-in simulator with its own books, and a real one over HTTP. */
package insurancecontract.payment.adapter.provider;
