package insurancecontract.chassis.decision;

/**
 * A value with the trace it belongs to, which what follows from it carries on.
 *
 * @param traceparent as it came (W3C Trace Context), else null
 */
public record Traced<T>(T value, String traceparent) {}
