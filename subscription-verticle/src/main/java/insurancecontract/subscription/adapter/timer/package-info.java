/** Timers: delays, time-outs and periodic housekeeping. */
package insurancecontract.subscription.adapter.timer;
