package insurancecontract.chassis.http;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.Json;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.chassis.identity.Identity;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Small things that every route needs. */
public final class Http {
  private static final Logger LOG = LoggerFactory.getLogger(Http.class);
  private static final String TRACE = "trace";
  private static final String CALLER = "caller";
  private static final String BEARER = "Bearer ";
  private static final int BEARER_LENGTH_MAX = 8_192;

  private Http() {}

  /** A handler that always answers: with the result, or with the problem that a failure means. */
  public static Handler<RoutingContext> answer(Function<RoutingContext, Future<Answer>> action) {
    return context ->
        Futures.attempt(() -> action.apply(context))
            .onSuccess(answer -> send(context, answer))
            .onFailure(context::fail);
  }

  private static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) return;
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (answer.body() == null) {
      Futures.end(response.end(), LOG, "answering");
      return;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    Buffer body = Json.encode(answer.body());
    Futures.end(response.end(body), LOG, "answering");
  }

  /** Gives every request a trace, before anything else. */
  public static Handler<RoutingContext> traced() {
    return context -> {
      context.put(TRACE, Trace.orNew(context.request().getHeader(Trace.HEADER)));
      context.next();
    };
  }

  /** The request's {@code traceparent}. */
  public static String traceparent(RoutingContext context) {
    return context.get(TRACE);
  }

  /** Lets only those pass whom a bearer token names; {@link #caller} tells who it is. */
  public static Handler<RoutingContext> authenticated(Identity identity) {
    return context -> {
      String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
      if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        context.fail(Problems.unauthorized("A bearer token is needed."));
        return;
      }
      if (header.length() > BEARER_LENGTH_MAX) {
        context.fail(Problems.unauthorized("The token is too long."));
        return;
      }
      // A body that has been read already must not be paused: over HTTP/2 that fails.
      boolean paused = !context.request().isEnded();
      if (paused) context.request().pause();
      identity
          .verify(header.substring(BEARER.length()).trim())
          .onSuccess(
              caller -> {
                context.put(CALLER, caller);
                if (paused) context.request().resume();
                context.next();
              })
          .onFailure(
              cause -> {
                if (paused) context.request().resume();
                context.fail(cause);
              });
    };
  }

  /** Who calls. */
  public static Caller caller(RoutingContext context) {
    return context.get(CALLER);
  }

  /**
   * Who calls, if they may act as one of the roles.
   *
   * @throws ProblemException 403 otherwise
   */
  public static Caller caller(RoutingContext context, String... roles) {
    Caller caller = caller(context);
    if (caller.isAny(roles)) return caller;
    throw Problems.forbidden("This needs the role " + String.join(" or ", roles) + ".");
  }

  /**
   * The id in the path.
   *
   * @throws ProblemException 404 when it is no number from 1: no such thing can be
   */
  public static long id(RoutingContext context, String parameter) {
    String text = context.pathParam(parameter);
    try {
      long id = Long.parseLong(text);
      if (id > 0) return id;
    } catch (NumberFormatException notANumber) {
      // Answered below.
    }
    throw Problems.notFound("There is nothing with the id " + shortened(text) + ".");
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** Answers a failed request with its problem; faults of ours are logged, the caller's are not. */
  public static void fail(RoutingContext context) {
    Problem problem = Problems.of(context.failure(), context.statusCode());
    if (problem.status() == 500) {
      LOG.atError()
          .addKeyValue("correlationId", Trace.correlationId(traceparent(context)))
          .addKeyValue("path", context.normalizedPath())
          .setCause(context.failure())
          .log("request failed");
    }
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) return;
    if (response.headWritten()) {
      response.reset();
      return;
    }
    if (problem.retryAfter() != null) {
      response.putHeader("Retry-After", problem.retryAfterSeconds());
    }
    if (problem.status() == 401) response.putHeader("WWW-Authenticate", "Bearer");
    Buffer document =
        problem
            .document(context.request().path(), Trace.correlationId(traceparent(context)))
            .toBuffer();
    Futures.end(
        response
            .setStatusCode(problem.status())
            .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
            .end(document),
        LOG,
        "answering with a problem");
  }
}
