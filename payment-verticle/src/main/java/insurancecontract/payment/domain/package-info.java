/** The rules of charging and giving back, as pure functions; imports java.* only. */
package insurancecontract.payment.domain;
