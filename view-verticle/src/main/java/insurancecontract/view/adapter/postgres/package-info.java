/** The tables of the view: facts and rows, their queries, and their replacement. */
package insurancecontract.view.adapter.postgres;
