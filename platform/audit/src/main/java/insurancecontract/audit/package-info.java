/**
 * The seven invariants, written once and without any I/O: facts about one subscription in, findings
 * out. The command over live databases and every test that ends with an audit feed the same rules.
 */
package insurancecontract.audit;
