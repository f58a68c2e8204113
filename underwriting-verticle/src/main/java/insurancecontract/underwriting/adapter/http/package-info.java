/** The desk over HTTP. */
package insurancecontract.underwriting.adapter.http;
