/** The status of the whole platform, collected for operators from every service. */
package insurancecontract.gateway.platform;
