/** How fast the platform is: fresh ones under load, measured, compared and audited. */
package insurancecontract.bench;
