package insurancecontract.chassis.decision;

/**
 * The rules of one kind of aggregate, as two pure functions. Time and ids arrive in the command.
 *
 * @param <S> the states; one of them stands for an aggregate that does not exist yet
 * @param <C> the commands
 * @param <E> the events
 */
public interface Decider<S, C, E> {
  /** What the command leads to. Closed by default: what a state does not allow changes nothing. */
  Decision<E> decide(S now, C command);

  /** What is true after an event. It already happened, so it can no longer be refused. */
  S evolve(S now, E event);
}
