/** What tests of several modules share; it knows no code of the product. */
package insurancecontract.testing;
