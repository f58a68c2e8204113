package insurancecontract.gateway.platform;

import insurancecontract.chassis.discovery.Location.HttpAddress;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The gateway's own calls to instances of services, each with a time limit. */
final class ServiceCalls {
  /**
   * A response.
   *
   * @param more whether there is a next page
   */
  record Reply(int status, Buffer body, boolean more) {
    JsonObject json() {
      return body.length() == 0 ? new JsonObject() : body.toJsonObject();
    }
  }

  private final HttpClient client;
  private final Duration within;

  /** Calls through {@code client}, which the caller closes. */
  ServiceCalls(HttpClient client, Duration within) {
    this.client = client;
    this.within = within;
  }

  Future<Reply> get(HttpAddress at, String uri) {
    return send(options(at, uri));
  }

  /** On behalf of a user, with the user's own Authorization header. */
  Future<Reply> get(HttpAddress at, String uri, String authorization) {
    return send(options(at, uri).putHeader(HttpHeaders.AUTHORIZATION, authorization));
  }

  private RequestOptions options(HttpAddress at, String uri) {
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setHost(at.host())
        .setPort(at.port())
        .setSsl(at.ssl())
        .setURI(uri)
        .setTimeout(within.toMillis());
  }

  private Future<Reply> send(RequestOptions options) {
    return client
        .request(options)
        .compose(request -> request.send().compose(ServiceCalls::reply))
        .timeout(within.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static Future<Reply> reply(HttpClientResponse response) {
    boolean more = response.getHeader("Link") != null;
    return response.body().map(body -> new Reply(response.statusCode(), body, more));
  }
}
