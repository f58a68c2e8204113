/** Payment's use cases and the ports they need; no clock, no timer, no database. */
package insurancecontract.payment.application;
