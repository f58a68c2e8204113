package insurancecontract.chassis.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** One step of a trace (a span). What it causes becomes its child. */
public final class Step {
  private final Span span;
  private final String traceparent;

  Step(Span span, String traceparent) {
    this.span = span;
    this.traceparent = traceparent;
  }

  /** The context to pass on. */
  public String traceparent() {
    return traceparent;
  }

  /** Adds an attribute; never personal data, since it leaves the platform. */
  public Step with(String attribute, String value) {
    Span unused = span.setAttribute(attribute, value);
    return this;
  }

  /** The same with a number. */
  public Step with(String attribute, long value) {
    Span unused = span.setAttribute(attribute, value);
    return this;
  }

  /** Renames the step once more is known. */
  public Step named(String name) {
    Span unused = span.updateName(name);
    return this;
  }

  /** Ends the step; {@code cause} is why it failed, null when it succeeded. */
  public void end(Throwable cause) {
    if (cause != null) {
      Span unused = span.setStatus(StatusCode.ERROR, String.valueOf(cause.getMessage()));
    }
    span.end();
  }
}
