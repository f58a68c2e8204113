/** What the desk hears from the configuration: who works at it, and how much each may take. */
package insurancecontract.underwriting.adapter.settings;
