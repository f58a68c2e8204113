/** Applications, request keys and outgoing events in PostgreSQL. */
package insurancecontract.subscription.adapter.postgres;
