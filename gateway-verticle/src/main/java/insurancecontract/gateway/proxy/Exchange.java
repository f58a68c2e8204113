package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.gateway.limits.Deadline;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.httpproxy.Body;
import io.vertx.httpproxy.MediaType;
import io.vertx.httpproxy.ProxyContext;
import io.vertx.httpproxy.ProxyInterceptor;
import io.vertx.httpproxy.ProxyResponse;
import java.util.concurrent.TimeoutException;

/** One request on its way to a service, and the answer on its way back. */
final class Exchange implements ProxyInterceptor {
  private static final int REQUEST_TIMEOUT = 0;

  private final RoutingContext client;
  private final String service;
  private final RequestTarget target;
  private final boolean repeatable;
  private final ForwardedHeaders.Origin origin;
  private final int bodyMax;
  private final Deadline deadline;
  private final Upstreams upstreams;
  private final UpstreamSettings settings;
  private boolean sent;

  Exchange(
      RoutingContext client,
      ApiCall call,
      boolean repeatable,
      ForwardedHeaders.Origin origin,
      int bodyMax,
      Deadline deadline,
      Upstreams upstreams,
      UpstreamSettings settings) {
    this.client = client;
    this.service = call.service();
    this.target = call.target();
    this.repeatable = repeatable;
    this.origin = origin;
    this.bodyMax = bodyMax;
    this.deadline = deadline;
    this.upstreams = upstreams;
    this.settings = settings;
  }

  /** A connected request to an instance; reset when the deadline comes, however far it is then. */
  Future<HttpClientRequest> open() {
    // While it connects there is nothing to break off; connecting has its own limit.
    deadline.thenNothing();
    return upstreams
        .request(service)
        .map(
            request -> {
              sent = true;
              // The future of the answer fails with the same; unheard, it would be logged as an
              // error.
              request.exceptionHandler(Exchange::toldAlready);
              deadline.then(() -> request.reset(REQUEST_TIMEOUT));
              return request;
            });
  }

  private static void toldAlready(Throwable cause) {}

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    context.request().setURI(target.uri());
    ForwardedHeaders.inwards(context.request().headers(), origin);
    return body()
        .compose(
            body ->
                attempt(context, body)
                    .recover(
                        cause ->
                            mayRepeat(cause)
                                ? attempt(context, body)
                                : Future.failedFuture(problem(cause))))
        .recover(this::told);
  }

  private Future<Buffer> body() {
    Promise<Buffer> body = Promise.promise();
    deadline.then(() -> body.tryFail(tooSlow()));
    RequestBody.read(client.request(), bodyMax).onComplete(body::tryComplete, body::tryFail);
    return body.future();
  }

  private static ProblemException tooSlow() {
    return Problems.problem(
        408, "TOO_SLOW", "The request came too slowly", "Send the body faster.");
  }

  private Future<ProxyResponse> attempt(ProxyContext context, Buffer body) {
    context.request().setBody(body.length() == 0 ? null : Body.body(body, (MediaType) null));
    return context.sendRequest();
  }

  /**
   * A service that stops closes its idle connections, perhaps just as we use one. What makes no
   * difference when it happens twice may be asked once more; anything else may have happened.
   */
  private boolean mayRepeat(Throwable cause) {
    return repeatable && sent && !isKnown(cause);
  }

  private boolean isKnown(Throwable cause) {
    return cause instanceof ProblemException
        || cause instanceof TimeoutException
        || deadline.over();
  }

  /**
   * Ends the request with its problem, in the one place where problems are made. The proxy would
   * answer by itself with a bare 502; it never hears again of a request that we have answered.
   */
  private Future<ProxyResponse> told(Throwable problem) {
    client.fail(problem);
    return Promise.<ProxyResponse>promise().future();
  }

  private ProblemException problem(Throwable cause) {
    if (cause instanceof ProblemException known) return known;
    if (cause instanceof TimeoutException || deadline.over()) {
      return UpstreamTrouble.slow(service, settings.retryAfter());
    }
    return UpstreamTrouble.brokeOff(service);
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    ForwardedHeaders.outwards(context.response().headers());
    return context.sendResponse();
  }
}
