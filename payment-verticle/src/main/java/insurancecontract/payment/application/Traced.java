package insurancecontract.payment.application;

/**
 * A command and the trace that it belongs to.
 *
 * @param traceparent passed on as it came; null when there is none
 */
public record Traced<C>(C command, String traceparent) {}
