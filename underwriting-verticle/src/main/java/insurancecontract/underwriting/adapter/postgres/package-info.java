/** The desk in PostgreSQL, and the events that it publishes. */
package insurancecontract.underwriting.adapter.postgres;
