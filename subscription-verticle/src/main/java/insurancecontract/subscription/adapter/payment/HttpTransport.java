package insurancecontract.subscription.adapter.payment;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.chassis.tracing.Trace;
import insurancecontract.contracts.PaymentCall;
import insurancecontract.contracts.PaymentCall.Charge;
import insurancecontract.contracts.PaymentCall.Charged;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.function.Supplier;

/** Calls payment by HTTP. */
public final class HttpTransport implements PaymentTransport {
  private final WebClient client;
  private final Supplier<String> token;
  private final Supplier<Duration> timeout;

  /**
   * Calls with {@code client}.
   *
   * @param token authenticates this service
   * @param timeout how long to wait for the response
   */
  public HttpTransport(WebClient client, Supplier<String> token, Supplier<Duration> timeout) {
    this.client = client;
    this.token = token;
    this.timeout = timeout;
  }

  @Override
  public Future<Charged> call(Location instance, Charge charge, String traceparent) {
    HttpAddress address = (HttpAddress) instance;
    RequestOptions options =
        new RequestOptions()
            .setHost(address.host())
            .setPort(address.port())
            .setSsl(address.ssl())
            .setURI(PaymentCall.PATH)
            .putHeader("Authorization", "Bearer " + token.get())
            .putHeader("Content-Type", "application/json")
            .setTimeout(timeout.get().toMillis());
    if (traceparent != null) options.putHeader(Trace.HEADER, traceparent);
    return client
        .request(HttpMethod.POST, options)
        .sendBuffer(Json.encode(charge))
        .map(HttpTransport::charged)
        .recover(
            cause -> Future.failedFuture(isUnreachable(cause) ? new Unreachable(cause) : cause));
  }

  private static Charged charged(HttpResponse<Buffer> response) {
    int status = response.statusCode();
    if (status == 200 || status == 201) return Json.decode(response.body(), Charged.class);
    throw new RejectedCall(status, response.statusMessage());
  }

  private static boolean isUnreachable(Throwable cause) {
    return cause instanceof ConnectException || cause instanceof UnknownHostException;
  }
}
