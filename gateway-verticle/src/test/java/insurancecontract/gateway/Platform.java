package insurancecontract.gateway;

import static insurancecontract.testing.Waiting.await;

import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.identity.IdentitySettings;
import insurancecontract.chassis.identity.ServiceCredential;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.gateway.issuer.IssuerKey;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.NetClient;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A deployed gateway, with stand-ins for the services behind it. */
final class Platform implements AutoCloseable {
  static final String ISSUER = "https://issuer.example";
  private static final IssuerKey KEY = IssuerKey.generate();

  /** A response. */
  record Reply(int status, MultiMap headers, Buffer body) {
    String header(String name) {
      return headers.get(name);
    }

    String text() {
      return body.toString();
    }

    JsonObject json() {
      return body.toJsonObject();
    }

    String code() {
      return json().getString("code");
    }
  }

  /** A request that a service received. */
  record Asked(String method, String uri, MultiMap headers, String body) {}

  /** An HTTP server in place of a service. */
  static final class StandIn {
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    private StandIn(HttpServer server) {
      this.server = server;
    }

    int port() {
      return server.actualPort();
    }

    Asked lastAsked() {
      return asked.get(asked.size() - 1);
    }

    void close() {
      await(server.close());
    }
  }

  /** Answers a request whose body is complete. */
  interface Answering {
    void answer(HttpServerRequest request, Buffer body);
  }

  /** What the gateway measures. */
  final MeterRegistry meters = new SimpleMeterRegistry();

  final Vertx vertx =
      Vertx.builder()
          .with(
              new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
          .withMetrics(new MicrometerMetricsFactory(meters))
          .build();
  final Discovery discovery = new Discovery(vertx);
  final GatewayVerticle gateway;
  private String deployment;
  private final HttpClient http2 =
      vertx.createHttpClient(
          new HttpClientOptions()
              .setProtocolVersion(HttpVersion.HTTP_2)
              .setHttp2ClearTextUpgrade(false));
  // Fields, because Vert.x closes a client that is garbage-collected.
  final WebSocketClient webSockets = vertx.createWebSocketClient();
  final NetClient sockets = vertx.createNetClient();
  private final HttpClient client =
      vertx.createHttpClient(
          new HttpClientOptions().setKeepAliveTimeout(1), new PoolOptions().setHttp1MaxSize(200));
  private final List<StandIn> standIns = new ArrayList<>();

  private Platform(JsonObject settings) {
    gateway = new GatewayVerticle(SettingsSource.fixed(settings));
    try {
      deployment = await(vertx.deployVerticle(gateway));
    } catch (RuntimeException refused) {
      close();
      throw refused;
    }
  }

  /** A gateway with the built-in issuer and free ports. */
  static Platform start() {
    return start(new JsonObject());
  }

  /** The same with other settings. */
  static Platform start(JsonObject others) {
    return new Platform(settings().mergeIn(others));
  }

  /** The settings of a trial platform. */
  static JsonObject settings() {
    return new JsonObject()
        .put("PLATFORM_MODE", "standalone")
        .put("HTTP_HOST", "127.0.0.1")
        .put("GATEWAY_HTTP_PORT", 0)
        .put("MANAGEMENT_HOST", "127.0.0.1")
        .put("MANAGEMENT_PORT", 0)
        .put("IDENTITY_ISSUER", ISSUER)
        .put("IDENTITY_JWKS", KEY.publicKeys())
        .put("SERVICE_SECRET", "a-secret-of-more-than-32-characters")
        .put("ISSUER_BUILTIN", true)
        .put("ISSUER_KEY", KEY.pem());
  }

  /** The issuer's public key. */
  static JsonObject keys() {
    return new JsonObject().put("keys", KEY.publicKeys());
  }

  /** A service that answers 200 with its name and the request. */
  StandIn service(String name) {
    return service(
        name,
        (request, body) ->
            request
                .response()
                .putHeader("content-type", "application/json")
                .end(new JsonObject().put("service", name).put("uri", request.uri()).toBuffer()));
  }

  /** A service with its own answers. */
  StandIn service(String name, Answering answering) {
    StandIn standIn = standIn(answering);
    await(discovery.publishHttp(name, "127.0.0.1", standIn.port()));
    return standIn;
  }

  /** A server that is not registered yet. */
  StandIn standIn(Answering answering) {
    List<StandIn> self = new ArrayList<>();
    HttpServer server =
        vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    request
                        .body()
                        .onSuccess(
                            body -> {
                              self.get(0)
                                  .asked
                                  .add(
                                      new Asked(
                                          request.method().name(),
                                          request.uri(),
                                          request.headers(),
                                          body.toString()));
                              answering.answer(request, body);
                            }));
    StandIn standIn = new StandIn(server);
    self.add(standIn);
    HttpServer unused = await(server.listen(0, "127.0.0.1"));
    standIns.add(standIn);
    return standIn;
  }

  /** A token of one of the demo users. */
  String token(String user) {
    Reply reply = signIn(user, user);
    return reply.json().getString("access_token");
  }

  /** Requests a token. */
  Reply signIn(String user, String password) {
    return request(
        HttpMethod.POST,
        "/auth/token",
        MultiMap.caseInsensitiveMultiMap().add("content-type", "application/x-www-form-urlencoded"),
        Buffer.buffer("username=" + user + "&password=" + password));
  }

  /** A service's own token. */
  String serviceToken() {
    IdentitySettings identity = Settings.bind(settings(), "", IdentitySettings::from);
    return new ServiceCredential(vertx, identity, "subscription").token();
  }

  Reply get(String uri) {
    return request(HttpMethod.GET, uri, MultiMap.caseInsensitiveMultiMap(), null);
  }

  Reply get(String uri, String token) {
    return request(HttpMethod.GET, uri, bearer(token), null);
  }

  Reply post(String uri, String token, String json) {
    return request(
        HttpMethod.POST,
        uri,
        bearer(token).add("content-type", "application/json"),
        Buffer.buffer(json));
  }

  static MultiMap bearer(String token) {
    return MultiMap.caseInsensitiveMultiMap().add("authorization", "Bearer " + token);
  }

  Reply request(HttpMethod method, String uri, MultiMap headers, Buffer body) {
    return await(send(gateway.port(), method, uri, headers, body));
  }

  /** Sends a request to the management port. */
  Reply manage(String uri) {
    return await(
        send(
            gateway.managementPort(),
            HttpMethod.GET,
            uri,
            MultiMap.caseInsensitiveMultiMap(),
            null));
  }

  Future<Reply> send(int port, HttpMethod method, String uri, MultiMap headers, Buffer body) {
    return ask(
        client,
        port,
        method,
        uri,
        request -> {
          headers.forEach(header -> request.headers().add(header.getKey(), header.getValue()));
          return body == null ? request.send() : request.send(body);
        });
  }

  /** A request that {@code way} sends, with the token. */
  Reply talk(HttpMethod method, String uri, String token, Consumer<HttpClientRequest> way) {
    return await(
        ask(
            client,
            gateway.port(),
            method,
            uri,
            request -> {
              way.accept(request.putHeader("authorization", "Bearer " + token));
              return request.response();
            }));
  }

  /** The same over HTTP/2. */
  Reply requestHttp2(HttpMethod method, String uri, MultiMap headers, Buffer body) {
    return await(
        ask(
            http2,
            gateway.port(),
            method,
            uri,
            request -> {
              headers.forEach(header -> request.headers().add(header.getKey(), header.getValue()));
              return body == null ? request.send() : request.send(body);
            }));
  }

  /** On one event loop throughout, so that the handler is set before the response arrives. */
  private Future<Reply> ask(
      HttpClient client,
      int port,
      HttpMethod method,
      String uri,
      Function<HttpClientRequest, Future<HttpClientResponse>> way) {
    Promise<Reply> reply = Promise.promise();
    vertx
        .getOrCreateContext()
        .runOnContext(
            begin ->
                open(client, port, method, uri)
                    .compose(way)
                    .compose(Platform::read)
                    .onComplete(reply));
    return reply.future();
  }

  private static Future<Reply> read(HttpClientResponse answer) {
    return answer.body().map(body -> new Reply(answer.statusCode(), answer.headers(), body));
  }

  /** A connected request, of which nothing was sent yet. */
  Future<HttpClientRequest> open(int port, HttpMethod method, String uri) {
    return open(client, port, method, uri);
  }

  private static Future<HttpClientRequest> open(
      HttpClient client, int port, HttpMethod method, String uri) {
    return client.request(
        new RequestOptions().setHost("127.0.0.1").setPort(port).setMethod(method).setURI(uri));
  }

  /** The same over HTTP/2. */
  Future<HttpClientRequest> openHttp2(String uri) {
    return open(http2, gateway.port(), HttpMethod.GET, uri);
  }

  /** Stops only the gateway; completes with true. */
  Future<Boolean> undeploy() {
    return vertx.undeploy(deployment).map(true);
  }

  @Override
  public void close() {
    standIns.forEach(StandIn::close);
    await(vertx.close());
  }
}
