/**
 * The view service: where every application stands, for whoever may see it.
 *
 * <p>It owns one row for each subscription and the timeline of its facts. It hears what
 * subscription, payment and underwriting announce, asks nobody, and decides nothing. It answers
 * questions while it learns, and can make all of its rows anew from the topics while it serves the
 * old ones. It announces no facts; whoever watches is told on the event bus which rows changed.
 */
package insurancecontract.view;
