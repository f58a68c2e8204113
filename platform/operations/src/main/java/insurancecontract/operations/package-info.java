/**
 * What operators use beside the pages: the audit of a platform's live data, and the commands that
 * run it and that settle parked work.
 */
package insurancecontract.operations;
