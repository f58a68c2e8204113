/** The timer that wakes unfinished work. */
package insurancecontract.payment.adapter.timer;
