/**
 * The use cases of the subscription service and their ports. They know nothing of the outside world
 * but {@code Future}, so they also run on one thread with everything in memory.
 */
package insurancecontract.subscription.application;
