package insurancecontract.chassis.tracing;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;

/** Something that is being done for a trace. Whatever it leads to belongs beneath it. */
public final class Step {
  private final Span span;
  private final String traceparent;

  Step(Span span, String traceparent) {
    this.span = span;
    this.traceparent = traceparent;
  }

  /** What is passed on to whoever goes on with it. */
  public String traceparent() {
    return traceparent;
  }

  /** Says more about it; nothing personal, for it leaves the platform. */
  public Step with(String attribute, String value) {
    Span unused = span.setAttribute(attribute, value);
    return this;
  }

  /** The same with a number. */
  public Step with(String attribute, long value) {
    Span unused = span.setAttribute(attribute, value);
    return this;
  }

  /** It is known better now. */
  public Step named(String name) {
    Span unused = span.updateName(name);
    return this;
  }

  /** It is over; {@code cause} says why it failed, and is null when it did not. */
  public void end(Throwable cause) {
    if (cause != null) {
      Span unused = span.setStatus(StatusCode.ERROR, String.valueOf(cause.getMessage()));
    }
    span.end();
  }
}
