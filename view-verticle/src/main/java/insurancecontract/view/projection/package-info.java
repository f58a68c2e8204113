/**
 * Projection: how the events of three services become one row per subscription.
 *
 * <p>Nothing is decided here. What a fact says is a {@link
 * insurancecontract.view.projection.ViewRow} with only that content, and rows are merged by a rule
 * that is independent of order and repetition, so that a row depends only on the set of facts.
 */
package insurancecontract.view.projection;
