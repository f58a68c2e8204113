/** What people ask of the desk. */
package insurancecontract.underwriting.adapter.http;
