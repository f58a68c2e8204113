package insurancecontract.underwriting.application;

/**
 * Something that was asked or that happened, with the trace it belongs to.
 *
 * @param traceparent passed on as it came; null where nobody traces
 */
public record Traced<T>(T value, String traceparent) {}
