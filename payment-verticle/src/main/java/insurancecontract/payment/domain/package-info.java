/**
 * The rules of charges and refunds, as pure functions. Besides Java it knows the decision kernel
 * and the published statuses.
 */
package insurancecontract.payment.domain;
