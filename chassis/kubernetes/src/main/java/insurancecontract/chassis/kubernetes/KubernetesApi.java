package insurancecontract.chassis.kubernetes;

import insurancecontract.chassis.Futures;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The Kubernetes API, with the pod's own service account. The server's certificate must come from
 * the mounted CA. Token and CA are read for each request, since Kubernetes replaces them.
 */
final class KubernetesApi {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** How much longer than requested a watch may last before it counts as hanging. */
  private static final Duration WATCH_GRACE = Duration.ofSeconds(5);

  private static final int EVENT_BYTES_MAX = 1 << 20;

  private final Vertx vertx;
  private final KubernetesSettings settings;
  private final HttpClient client;

  KubernetesApi(Vertx vertx, KubernetesSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    client = vertx.createHttpClient(new HttpClientOptions().setSsl(true));
  }

  /** All objects with this label, with any value. */
  Future<JsonObject> list(String resource, String label) {
    return ask("list", resource, selecting(label));
  }

  private Future<JsonObject> ask(String verb, String resource, String rest) {
    return open(verb, resource, rest).compose(KubernetesApi::body).map(Buffer::toJsonObject);
  }

  private static Future<Buffer> body(HttpClientResponse answer) {
    return inTime(answer.request(), answer.body());
  }

  /** Without the reset, hanging requests would soon hold all connections. */
  private static <T> Future<T> inTime(HttpClientRequest request, Future<T> step) {
    return step.timeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cause -> request.reset());
  }

  /**
   * Passes each change after {@code version} to {@code event}. Completes when the server ends the
   * watch after {@code atMost}; fails when the connection is lost or hangs, or an event is invalid.
   */
  Future<Void> watch(
      String resource, String label, String version, Duration atMost, Consumer<JsonObject> event) {
    String query =
        selecting(label)
            + "&watch=true&resourceVersion="
            + version
            + "&timeoutSeconds="
            + atMost.toSeconds();
    return open("watch", resource, query)
        .compose(
            changes ->
                follow(changes, event)
                    .timeout(atMost.plus(WATCH_GRACE).toMillis(), TimeUnit.MILLISECONDS)
                    .onFailure(cause -> changes.request().reset()));
  }

  private static Future<Void> follow(HttpClientResponse changes, Consumer<JsonObject> event) {
    Promise<Void> end = Promise.promise();
    changes.exceptionHandler(end::tryFail);
    RecordParser.newDelimited("\n", changes)
        .maxRecordSize(EVENT_BYTES_MAX)
        .exceptionHandler(end::tryFail)
        .endHandler(ended -> end.tryComplete())
        .handler(
            line -> {
              try {
                if (!end.future().isComplete()) event.accept(line.toJsonObject());
              } catch (RuntimeException invalid) {
                end.tryFail(invalid);
              }
            });
    return end.future();
  }

  private Future<HttpClientResponse> open(String verb, String resource, String rest) {
    return Account.read(vertx, settings.account())
        .compose(
            account ->
                Futures.attempt(() -> client.request(request(account, resource + rest)))
                    .compose(request -> inTime(request, request.send()))
                    .compose(answer -> granted(answer, verb, resource, account.namespace())));
  }

  private RequestOptions request(Account account, String path) {
    return new RequestOptions()
        .setMethod(HttpMethod.GET)
        .setHost(settings.host())
        .setPort(settings.port())
        .setSslOptions(
            new ClientSSLOptions()
                .setHostnameVerificationAlgorithm("HTTPS")
                .setTrustOptions(new PemTrustOptions().addCertValue(account.authority())))
        .setConnectTimeout(TIMEOUT.toMillis())
        .setURI("/api/v1/namespaces/" + account.namespace() + "/" + path)
        .putHeader("Accept", "application/json")
        .putHeader("Authorization", "Bearer " + account.token());
  }

  private static Future<HttpClientResponse> granted(
      HttpClientResponse answer, String verb, String resource, String namespace) {
    if (answer.statusCode() == 200) return Future.succeededFuture(answer);
    String reason =
        switch (answer.statusCode()) {
          case 401 -> "the API server does not accept the service account's token";
          case 403 -> "give the service account the verb " + verb + " on " + resource;
          case 404 -> "there is none of this name";
          case 410 -> "the version to watch from is gone";
          default -> "the API server answered " + answer.statusCode();
        };
    // The rest of the answer is not needed; once it is read, the connection can be used again.
    return inTime(answer.request(), answer.end())
        .transform(
            read ->
                Future.failedFuture(
                    new KubernetesRefused(
                        "cannot %s %s in namespace %s: %s"
                            .formatted(verb, resource, namespace, reason))));
  }

  private static String selecting(String label) {
    return "?labelSelector=" + label.replace("/", "%2F");
  }

  Future<Void> close() {
    return client.close();
  }
}
