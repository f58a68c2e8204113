/** Pushes changed rows over the event bus. */
package insurancecontract.view.adapter.bus;
