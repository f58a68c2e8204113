/** Applications, their requests' keys and their outgoing events in PostgreSQL. */
package insurancecontract.subscription.adapter.postgres;
