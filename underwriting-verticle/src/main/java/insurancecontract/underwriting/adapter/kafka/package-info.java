/** The events that the desk reads: applications that are paid, and applications to be cancelled. */
package insurancecontract.underwriting.adapter.kafka;
