/** What every way to start the services shares: their names, their verticles and their metrics. */
package insurancecontract.launch;
