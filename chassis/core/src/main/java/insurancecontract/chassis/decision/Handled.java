package insurancecontract.chassis.decision;

/**
 * How a command ended.
 *
 * @param after the state right after it
 */
public record Handled<S, E>(Decision<E> decision, S after) {}
