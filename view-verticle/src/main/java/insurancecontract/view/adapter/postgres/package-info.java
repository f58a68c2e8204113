/** The tables of the view: facts and rows, the questions asked of them, and their replacement. */
package insurancecontract.view.adapter.postgres;
