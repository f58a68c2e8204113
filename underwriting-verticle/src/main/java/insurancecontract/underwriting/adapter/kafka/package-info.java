/** What the desk hears: applications that were paid, and applications that are cancelled. */
package insurancecontract.underwriting.adapter.kafka;
