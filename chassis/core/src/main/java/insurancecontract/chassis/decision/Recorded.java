package insurancecontract.chassis.decision;

/**
 * One event, and the state it leads to.
 *
 * @param traceparent the trace of the command behind it, else null
 */
public record Recorded<S, E>(E event, S after, String traceparent) {}
