package insurancecontract.gateway.front;

import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.tracing.Trace;
import io.vertx.core.Handler;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/**
 * What every answer carries: what to quote when asking for help, and what browsers must not do with
 * it. Answers of the API are no pages, so nothing at all may come of them; pages lift that for
 * themselves.
 */
final class AnswerHeaders implements Handler<RoutingContext> {
  private static final String CSP = "Content-Security-Policy";
  private static final String NO_PAGE =
      "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

  /** Only what we serve ourselves, and no script or style that is written into the page. */
  private static final String PAGE =
      "default-src 'self'; img-src 'self' data:; object-src 'none'; frame-ancestors 'none';"
          + " base-uri 'none'; form-action 'self'";

  @Override
  public void handle(RoutingContext context) {
    context
        .response()
        .putHeader("X-Correlation-Id", Trace.correlationId(Http.traceparent(context)))
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader(CSP, NO_PAGE);
    context.next();
  }

  /** The answer is a page of ours, or part of one. */
  static void page(RoutingContext context) {
    MultiMap headers = context.response().headers();
    headers.set(CSP, PAGE);
    context.next();
  }
}
