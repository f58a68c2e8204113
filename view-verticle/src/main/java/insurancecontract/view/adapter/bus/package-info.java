/** Tells of changed rows on the event bus. */
package insurancecontract.view.adapter.bus;
