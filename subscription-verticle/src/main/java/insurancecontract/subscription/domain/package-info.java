/**
 * What an application may become, and by what. Pure decisions: time and ids arrive as arguments.
 */
package insurancecontract.subscription.domain;
