/** Queries: which rows a caller may see, in the order of the indexes. */
package insurancecontract.view.query;
