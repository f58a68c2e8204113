/** The states of an application and its rules. Pure functions: time and ids arrive as arguments. */
package insurancecontract.subscription.domain;
