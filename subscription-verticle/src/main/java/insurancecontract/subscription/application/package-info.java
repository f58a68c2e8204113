/**
 * The use cases of the subscription service and the ports they stand on. Of the outside world only
 * {@code Future} is known here, so all of it also runs on one thread with everything in memory.
 */
package insurancecontract.subscription.application;
