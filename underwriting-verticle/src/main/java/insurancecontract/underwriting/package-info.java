/**
 * Underwriting: may we insure this?
 *
 * <p>It owns the cases, one for each paid application, and the desk: underwriters with a limited
 * number of open cases each. It calls no other service. It reads that applications were paid or are
 * to be cancelled, and publishes that a case was opened, assigned, approved, refused or closed. A
 * case goes to the least loaded underwriter with room, or waits in order until one has room.
 * Whether a decision still counts is for the subscription service to decide.
 */
package insurancecontract.underwriting;
