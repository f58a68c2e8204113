package insurancecontract.chassis.http;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.Json;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.chassis.identity.Identity;
import insurancecontract.chassis.tracing.Step;
import insurancecontract.chassis.tracing.Trace;
import insurancecontract.chassis.tracing.Tracing;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What every route needs. */
public final class Http {
  private static final Logger LOG = LoggerFactory.getLogger(Http.class);
  private static final String TRACE = "trace";
  private static final String CALLER = "caller";
  private static final String BEARER = "Bearer ";

  private Http() {}

  /** A handler that always answers: with the result, or with the problem that a failure means. */
  public static Handler<RoutingContext> answer(Function<RoutingContext, Future<Answer>> action) {
    return context ->
        Futures.attempt(() -> action.apply(context))
            .map(answer -> send(context, answer))
            .onFailure(context::fail);
  }

  /** Throws before anything is sent when the body cannot be written as JSON. */
  private static Answer send(RoutingContext context, Answer answer) {
    Buffer body = answer.body() == null ? null : Json.encode(answer.body());
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) return answer;
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (body == null) {
      sent(response.end());
      return answer;
    }
    response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
    end(context.request(), body);
    return answer;
  }

  /** Ends the response with this body, or to HEAD without it: over HTTP/2 Vert.x would send it. */
  public static void end(HttpServerRequest request, Buffer body) {
    sent(write(request, body));
  }

  private static Future<Void> write(HttpServerRequest request, Buffer body) {
    HttpServerResponse response = request.response();
    if (!HttpMethod.HEAD.equals(request.method())) return response.end(body);
    response.putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
    return response.end();
  }

  /** A client that disconnected before its answer is nobody's fault. */
  private static void sent(Future<Void> written) {
    written.onFailure(
        left ->
            LOG.atDebug()
                .addKeyValue("cause", left.toString())
                .log("client disconnected before the answer"));
  }

  /** Starts or continues a trace for every request, before anything else. */
  public static Handler<RoutingContext> traced(Tracing tracing) {
    return context -> {
      HttpServerRequest request = context.request();
      Step step =
          tracing
              .begin(SpanKind.SERVER, request.method().name(), request.getHeader(Trace.HEADER))
              .with("http.request.method", request.method().name())
              .with("url.path", request.path());
      context.put(TRACE, step.traceparent());
      context.addEndHandler(done -> end(step, context, done.cause()));
      context.next();
    };
  }

  private static void end(Step step, RoutingContext context, Throwable cause) {
    int status = context.response().getStatusCode();
    Throwable failure = status < 500 ? cause : context.failure();
    step.with("http.response.status_code", status).end(failure);
  }

  /** The request's {@code traceparent}. */
  public static String traceparent(RoutingContext context) {
    String trace = context.get(TRACE);
    if (trace != null) return trace;
    // The request was refused before any handler ran.
    String begun = Trace.orNew(context.request().getHeader(Trace.HEADER));
    context.put(TRACE, begun);
    return begun;
  }

  /** Requires a valid bearer token; {@link #caller} returns whose it is. */
  public static Handler<RoutingContext> authenticated(Identity identity) {
    return context -> {
      String header = context.request().getHeader(HttpHeaders.AUTHORIZATION);
      if (header == null || !header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
        context.fail(Problems.unauthorized("A bearer token is needed."));
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
   * Who calls, if they have one of the roles.
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
   * @throws ProblemException 404 when it is not a number from 1: no such resource can exist
   */
  public static long id(RoutingContext context, String parameter) {
    String text = context.pathParam(parameter);
    long id = Digits.parse(text).orElse(0);
    if (id > 0) return id;
    throw Problems.notFound("There is nothing with the id " + shortened(text) + ".");
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  /** Answers a failed request with its problem; our faults are logged, the caller's are not. */
  public static void fail(RoutingContext context) {
    fail(context, context.statusCode());
  }

  /** Like {@link #fail(RoutingContext)}, where the router alone knows the status. */
  static void fail(RoutingContext context, int status) {
    Problem problem = Problems.of(context.failure(), status, Languages.of(context));
    if (problem.status() == 500) {
      LOG.atError()
          .addKeyValue("correlationId", Trace.correlationId(traceparent(context)))
          .addKeyValue("path", context.request().path())
          .setCause(context.failure())
          .log("request failed");
    }
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) return;
    if (response.headWritten()) {
      response.reset();
      return;
    }
    if (problem.code().equals(Problems.AWAY)) {
      LOG.atWarn()
          .addKeyValue("correlationId", Trace.correlationId(traceparent(context)))
          .addKeyValue("cause", String.valueOf(context.failure()))
          .log("request cannot be answered now");
    }
    if (problem.retryAfter() != null) {
      response.putHeader("Retry-After", problem.retryAfterSeconds());
    }
    if (problem.status() == 401) response.putHeader("WWW-Authenticate", "Bearer");
    String instance = context.request().path();
    String correlationId = Trace.correlationId(traceparent(context));
    sent(send(context.request(), problem, instance, correlationId));
  }

  private static Future<Void> send(
      HttpServerRequest request, Problem problem, String instance, String correlationId) {
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return write(request, problem.document(instance, correlationId).toBuffer());
  }

  /** Answers HEAD wherever GET is answered. */
  public static void answerHead(Router router) {
    router.getRoutes().stream()
        .filter(route -> route.methods() != null && route.methods().contains(HttpMethod.GET))
        .forEach(route -> route.method(HttpMethod.HEAD));
  }

  /** 405 with the methods that the resource supports. */
  static void refuseMethod(RoutingContext context, Router router) {
    String path = context.normalizedPath();
    String allowed =
        router.getRoutes().stream()
            .filter(route -> route.methods() != null && isAt(route.getPath(), path))
            .flatMap(route -> route.methods().stream())
            .map(HttpMethod::name)
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    context.response().putHeader(HttpHeaders.ALLOW, allowed);
    fail(context, 405);
  }

  private static boolean isAt(String pattern, String path) {
    if (pattern == null) return false;
    String[] expected = pattern.split("/", -1);
    String[] found = path.split("/", -1);
    if (expected.length != found.length) return false;
    for (int i = 0; i < expected.length; i++) {
      if (!expected[i].startsWith(":") && !expected[i].equals(found[i])) return false;
    }
    return true;
  }

  /**
   * Aborts a connection whose peer does not read. A close would wait behind unsent data, so this
   * fires the event of an expired write timeout. Must be called on the connection's event loop.
   */
  public static void cut(HttpConnection connection) {
    cut((ConnectionBase) connection);
  }

  /** The same for an upgraded connection. */
  public static void cut(NetSocket connection) {
    cut((ConnectionBase) connection);
  }

  /** Runs {@code action} on the connection's event loop when its socket has closed. */
  public static void onClose(HttpConnection connection, Runnable action) {
    channel(connection).closeFuture().addListener(closed -> action.run());
  }

  /** The channel below a connection. */
  public static Channel channel(HttpConnection connection) {
    return ((ConnectionBase) connection).channel();
  }

  private static void cut(ConnectionBase connection) {
    connection.channel().pipeline().fireUserEventTriggered(IdleStateEvent.WRITER_IDLE_STATE_EVENT);
  }

  /** Answers a malformed request; the connection cannot be read any further. */
  public static void refuse(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    int status = 400;
    if (cause instanceof TooLongHttpLineException) status = 414;
    if (cause instanceof TooLongHttpHeaderException) status = 431;
    String correlationId = Trace.correlationId(Trace.orNew(null));
    request
        .response()
        .putHeader(HttpHeaders.CONNECTION, "close")
        .putHeader("X-Correlation-Id", correlationId);
    // The unreadable path is not echoed.
    Future<Void> answered = send(request, Problems.of(null, status), "/", correlationId);
    sent(answered.transform(written -> request.connection().close()));
  }
}
