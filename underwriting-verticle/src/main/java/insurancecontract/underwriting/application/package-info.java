/** What the desk can be asked, and what it needs of the world for that. */
package insurancecontract.underwriting.application;
