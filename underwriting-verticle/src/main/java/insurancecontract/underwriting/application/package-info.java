/** The use cases of the desk, and the ports that they need. */
package insurancecontract.underwriting.application;
