/**
 * Underwriting: may we insure this?
 *
 * <p>It owns the cases, one for each paid application, and the desk: underwriters who take so many
 * open cases at once. It asks nobody. It hears that an application was paid or is to be cancelled,
 * and announces that a case was opened, assigned, approved, refused or closed. A case goes to the
 * least loaded underwriter with room, or waits in order until someone has room. Whether a decision
 * still counts is not decided here: that is the application's own affair.
 */
package insurancecontract.underwriting;
