package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.RequestTarget;
import insurancecontract.gateway.limits.Deadline;
import insurancecontract.gateway.limits.RequestBodies;
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

/** One request to a service, and its response. */
final class Exchange implements ProxyInterceptor {
  private static final int REQUEST_TIMEOUT = 0;

  private final RoutingContext client;
  private final String service;
  private final RequestTarget target;
  private final boolean idempotent;
  private final ForwardedHeaders.Origin origin;
  private final Deadline deadline;
  private final Upstreams upstreams;
  private final UpstreamSettings settings;
  private boolean sent;

  Exchange(
      RoutingContext client,
      ApiCall call,
      boolean idempotent,
      ForwardedHeaders.Origin origin,
      Deadline deadline,
      Upstreams upstreams,
      UpstreamSettings settings) {
    this.client = client;
    this.service = call.service();
    this.target = call.target();
    this.idempotent = idempotent;
    this.origin = origin;
    this.deadline = deadline;
    this.upstreams = upstreams;
    this.settings = settings;
  }

  /** A connected request to an instance; reset when the deadline expires, at whatever stage. */
  Future<HttpClientRequest> open() {
    // Connecting has a time limit of its own.
    deadline.onExpiry(Deadline.NOTHING);
    return upstreams
        .request(service)
        .map(
            request -> {
              sent = true;
              deadline.onExpiry(() -> request.reset(REQUEST_TIMEOUT));
              return request;
            });
  }

  @Override
  public Future<ProxyResponse> handleProxyRequest(ProxyContext context) {
    context.request().setURI(target.uri());
    ForwardedHeaders.prepareRequest(context.request().headers(), origin);
    Buffer body = RequestBodies.of(client);
    return attempt(context, body)
        .recover(
            cause -> mayRetry(cause) ? attempt(context, body) : Future.failedFuture(problem(cause)))
        .recover(this::fail);
  }

  private Future<ProxyResponse> attempt(ProxyContext context, Buffer body) {
    context.request().setBody(body.length() == 0 ? null : Body.body(body, (MediaType) null));
    return context.sendRequest();
  }

  /**
   * A service that stops closes its idle connections, perhaps just as we use one. Only an
   * idempotent request is sent again: any other may have been carried out.
   */
  private boolean mayRetry(Throwable cause) {
    return idempotent && sent && !isKnown(cause);
  }

  private boolean isKnown(Throwable cause) {
    return cause instanceof ProblemException
        || cause instanceof TimeoutException
        || deadline.isExpired();
  }

  /**
   * Ends the request with a problem document. The proxy library would answer with a bare 502
   * instead, so its future is never completed.
   */
  private Future<ProxyResponse> fail(Throwable problem) {
    client.fail(problem);
    return Promise.<ProxyResponse>promise().future();
  }

  private ProblemException problem(Throwable cause) {
    if (cause instanceof ProblemException known) return known;
    if (cause instanceof TimeoutException || deadline.isExpired()) {
      return UpstreamProblems.slow(service, settings.retryAfter());
    }
    return UpstreamProblems.brokeOff(service);
  }

  @Override
  public Future<Void> handleProxyResponse(ProxyContext context) {
    ForwardedHeaders.prepareResponse(context.response().headers());
    return context.sendResponse();
  }
}
