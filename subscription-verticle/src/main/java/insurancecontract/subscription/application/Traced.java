package insurancecontract.subscription.application;

/**
 * A command with the trace it belongs to, which its events carry on.
 *
 * @param traceparent passed on as it came, else null
 */
public record Traced<C>(C command, String traceparent) {}
