/** The use cases of payment and the ports that they need; no clock, no timer, no database. */
package insurancecontract.payment.application;
