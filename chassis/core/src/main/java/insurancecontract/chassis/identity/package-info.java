/** Who calls: tokens of people and of services, and what they say. */
package insurancecontract.chassis.identity;
