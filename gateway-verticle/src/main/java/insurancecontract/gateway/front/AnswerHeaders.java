package insurancecontract.gateway.front;

import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.tracing.Trace;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** The headers of every answer: the correlation id, and what browsers must not do with it. */
final class AnswerHeaders implements Handler<RoutingContext> {
  /** Answers of the API are not pages: a browser may load nothing for them. Pages replace this. */
  private static final String POLICY =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  @Override
  public void handle(RoutingContext context) {
    context
        .response()
        .putHeader("X-Correlation-Id", Trace.correlationId(Http.traceparent(context)))
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Content-Security-Policy", POLICY);
    context.next();
  }
}
