/**
 * What cannot be done without a person waits here with its reason, one case apart from the other,
 * until an operator has it tried again or has settled it by hand.
 */
package insurancecontract.chassis.parked;
