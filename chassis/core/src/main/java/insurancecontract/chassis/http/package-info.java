/**
 * HTTP as every service speaks it: who calls, what is asked, and problems as RFC 9457 documents.
 */
package insurancecontract.chassis.http;
