/** Questions answered: which rows someone may see, found the way the indexes want it. */
package insurancecontract.view.query;
