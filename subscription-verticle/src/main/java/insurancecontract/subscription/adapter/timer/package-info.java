/** Time as it passes: waiting, and what is done now and again. */
package insurancecontract.subscription.adapter.timer;
