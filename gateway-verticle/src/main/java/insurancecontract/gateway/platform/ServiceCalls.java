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
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Short questions of the gateway itself to a service's process; each is answered soon or fails. */
final class ServiceCalls {
  /** The services that an operator sees, besides the gateway. */
  static final List<String> SERVICES = List.of("subscription", "payment", "underwriting", "view");

  /** What was answered. */
  record Reply(int status, Buffer body, boolean more) {
    JsonObject json() {
      return body.length() == 0 ? new JsonObject() : body.toJsonObject();
    }
  }

  private final HttpClient client;
  private final Duration within;

  /** Asks through {@code client}, which the caller closes. */
  ServiceCalls(HttpClient client, Duration within) {
    this.client = client;
    this.within = within;
  }

  Future<Reply> get(HttpAddress at, String uri) {
    return send(options(at, uri));
  }

  /** On behalf of someone, with the very header that they came with. */
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
