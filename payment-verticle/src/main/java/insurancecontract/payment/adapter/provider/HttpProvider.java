package insurancecontract.payment.adapter.provider;

import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer;
import insurancecontract.payment.application.ProviderAnswer.Approved;
import insurancecontract.payment.application.ProviderAnswer.Declined;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.RefundRefused;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.HttpRequest;
import io.vertx.ext.web.client.HttpResponse;
import io.vertx.ext.web.client.WebClient;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * A real provider over HTTP. Each request carries {@code Authorization: Bearer <secret key>} and
 * {@code Idempotency-Key: <subscription id>}; the provider has to keep the rules of {@link
 * PaymentProvider} for that key.
 *
 * <ul>
 *   <li>{@code POST {url}/charges} with {@code {"key":"17","amount":39000,"currency":"KRW"}}: any
 *       2xx with {@code {"status":"approved"}} is charged; 402, or a 2xx with {@code
 *       {"status":"declined"}}, is not, for the {@code reason} of its body.
 *   <li>{@code POST {url}/charges/17/cancel}: any 2xx means that nothing is charged under the key
 *       and nothing ever will be; it says so too for a key that it has never seen. 409 and 422 mean
 *       that it will never be done, for the {@code reason} of the body.
 * </ul>
 *
 * Any other response leaves the outcome unknown, and the call is repeated.
 */
public final class HttpProvider implements PaymentProvider {
  private static final int REASON_LENGTH_MAX = 200;

  private final WebClient client;
  private final Supplier<ProviderSettings> settings;

  /** Calls through this client, which the caller closes. */
  public HttpProvider(WebClient client, Supplier<ProviderSettings> settings) {
    this.client = client;
    this.settings = settings;
  }

  @Override
  public Future<ProviderAnswer> charge(long key, long amount, String currency) {
    JsonObject charge =
        new JsonObject()
            .put("key", Long.toString(key))
            .put("amount", amount)
            .put("currency", currency);
    return response(post("/charges", key).sendJsonObject(charge)).compose(HttpProvider::charged);
  }

  @Override
  public Future<Void> refund(long key) {
    return response(post("/charges/" + key + "/cancel", key).send())
        .compose(HttpProvider::cancelled);
  }

  private HttpRequest<Buffer> post(String path, long key) {
    ProviderSettings now = settings.get();
    return client
        .postAbs(now.url() + path)
        .timeout(now.timeout().toMillis())
        .putHeader("Idempotency-Key", Long.toString(key))
        .bearerTokenAuthentication(now.secretKey().value());
  }

  private static Future<HttpResponse<Buffer>> response(Future<HttpResponse<Buffer>> sent) {
    return sent.recover(
        cause ->
            Future.failedFuture(
                new ProviderFailed("the provider cannot be reached: " + failure(cause))));
  }

  /** In words of our own: the network's may name hosts and addresses. */
  private static String failure(Throwable cause) {
    if (cause instanceof TimeoutException) return "no answer in time";
    if (cause instanceof UnknownHostException) return "unknown host";
    if (cause instanceof ConnectException) return "no connection";
    if (cause instanceof SSLException) return "TLS failed";
    return "the connection was lost";
  }

  private static Future<ProviderAnswer> charged(HttpResponse<Buffer> response) {
    JsonObject body = body(response);
    if (response.statusCode() == 402) return declined(body);
    if (!isOk(response)) return unclear(response);
    return switch (String.valueOf(body.getValue("status"))) {
      case "approved" -> Future.succeededFuture(new Approved());
      case "declined" -> declined(body);
      default -> unclear(response);
    };
  }

  private static Future<Void> cancelled(HttpResponse<Buffer> response) {
    if (isOk(response)) return Future.succeededFuture();
    boolean definitive = response.statusCode() == 409 || response.statusCode() == 422;
    return definitive
        ? Future.failedFuture(
            new RefundRefused(reason(body(response), "REFUND_REFUSED_BY_PROVIDER")))
        : unclear(response);
  }

  private static boolean isOk(HttpResponse<Buffer> response) {
    return response.statusCode() / 100 == 2;
  }

  private static Future<ProviderAnswer> declined(JsonObject body) {
    return Future.succeededFuture(new Declined(reason(body, "DECLINED_BY_PROVIDER")));
  }

  private static <T> Future<T> unclear(HttpResponse<Buffer> response) {
    return Future.failedFuture(
        new ProviderFailed("the provider answered with status " + response.statusCode()));
  }

  /** A body that is not a JSON object counts as an empty one. */
  private static JsonObject body(HttpResponse<Buffer> response) {
    try {
      JsonObject body = response.bodyAsJsonObject();
      return body == null ? new JsonObject() : body;
    } catch (DecodeException | ClassCastException notAnObject) {
      return new JsonObject();
    }
  }

  private static String reason(JsonObject body, String otherwise) {
    if (!(body.getValue("reason") instanceof String reason) || reason.isBlank()) return otherwise;
    return reason.length() <= REASON_LENGTH_MAX ? reason : reason.substring(0, REASON_LENGTH_MAX);
  }
}
