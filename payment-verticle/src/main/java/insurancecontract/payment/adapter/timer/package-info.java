/** What wakes unfinished work when nobody else does. */
package insurancecontract.payment.adapter.timer;
