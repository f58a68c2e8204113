/** Authentication: tokens of people and of services. */
package insurancecontract.chassis.identity;
