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
 * The Kubernetes API, asked with a pod's own account. The server must show a certificate of the
 * mounted authority. Token and authority are read for each request, since Kubernetes replaces them.
 */
final class KubernetesApi {
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(5);

  /** How much longer than it was asked for a watch may last before it counts as hanging. */
  private static final Duration WATCH_GRACE = Duration.ofSeconds(5);

  private static final int EVENT_BYTES_MAX = 1 << 20;

  private record Account(String token, String namespace, Buffer authority) {}

  private final Vertx vertx;
  private final KubernetesSettings settings;
  private final HttpClient client;

  KubernetesApi(Vertx vertx, KubernetesSettings settings) {
    this.vertx = vertx;
    this.settings = settings;
    client = vertx.createHttpClient(new HttpClientOptions().setSsl(true));
  }

  /** One object of the pod's namespace. */
  Future<JsonObject> get(String resource, String name) {
    return ask("get", resource + "/" + name, "");
  }

  /** All objects with this label, whatever its value. */
  Future<JsonObject> list(String resource, String label) {
    return ask("list", resource, selecting(label));
  }

  private Future<JsonObject> ask(String verb, String resource, String rest) {
    return open(verb, resource, rest).compose(KubernetesApi::body).map(Buffer::toJsonObject);
  }

  private static Future<Buffer> body(HttpClientResponse answer) {
    return inTime(answer.request(), answer.body());
  }

  /** Without the reset one that hangs would keep its connection, and soon all were taken. */
  private static <T> Future<T> inTime(HttpClientRequest request, Future<T> step) {
    return step.timeout(ANSWERS_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
        .onFailure(cause -> request.reset());
  }

  /**
   * Hands each change after {@code version} to {@code event}. Ends when the server ends it, which
   * it does after {@code atMost}; fails when the connection is lost, hangs, or an event is no
   * change.
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
              } catch (RuntimeException noChange) {
                end.tryFail(noChange);
              }
            });
    return end.future();
  }

  private Future<HttpClientResponse> open(String verb, String resource, String rest) {
    return account()
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
        .setConnectTimeout(ANSWERS_WITHIN.toMillis())
        .setURI("/api/v1/namespaces/" + account.namespace() + "/" + path)
        .putHeader("Accept", "application/json")
        .putHeader("Authorization", "Bearer " + account.token());
  }

  private Future<Account> account() {
    Future<String> token = text("token");
    Future<String> namespace = text("namespace");
    Future<Buffer> authority = read("ca.crt");
    return Future.all(token, namespace, authority)
        .map(read -> new Account(token.result(), namespace.result(), authority.result()));
  }

  private Future<String> text(String file) {
    return read(file).map(text -> text.toString().trim());
  }

  private Future<Buffer> read(String file) {
    return vertx.fileSystem().readFile(settings.account().resolve(file).toString());
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
    // What else the server says is of no use; without it the connection serves the next request.
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
