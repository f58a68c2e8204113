/** The desk in PostgreSQL, and what it announces. */
package insurancecontract.underwriting.adapter.postgres;
