/** The service's own metrics. */
package insurancecontract.subscription.adapter.metrics;
