package insurancecontract.gateway.proxy;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.internal.http.HttpServerRequestInternal;
import io.vertx.core.internal.http.HttpServerRequestWrapper;

/**
 * A request that has been read. The proxy library pauses each request, which fails over HTTP/2 once
 * the request has ended.
 */
final class ReadRequest extends HttpServerRequestWrapper {
  ReadRequest(HttpServerRequest request) {
    super((HttpServerRequestInternal) request);
  }

  @Override
  public HttpServerRequest pause() {
    return this;
  }

  @Override
  public HttpServerRequest resume() {
    return this;
  }
}
