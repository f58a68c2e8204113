/** The underwriters as the configuration names them. */
package insurancecontract.underwriting.adapter.settings;
