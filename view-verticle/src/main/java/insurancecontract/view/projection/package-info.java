/**
 * Facts in, rows out: how the events of three services become one row for each subscription.
 *
 * <p>Nothing is decided here. What a fact says is a {@link
 * insurancecontract.view.projection.ViewRow} that knows only that much, and rows are merged by a
 * rule that heeds neither order nor repetition, so that a row depends on the set of facts alone.
 */
package insurancecontract.view.projection;
