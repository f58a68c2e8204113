/**
 * How every service decides: a command and a state give a {@link
 * insurancecontract.chassis.decision.Decision}, its events give the next state, and {@link
 * insurancecontract.chassis.decision.CommandService} loads, decides and stores. A service brings
 * its states, commands, events and its repository.
 *
 * <p>Of the outside world only {@code Future} is known here, so domains may use it.
 */
package insurancecontract.chassis.decision;
