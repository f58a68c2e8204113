/** What is counted. */
package insurancecontract.subscription.adapter.metrics;
