package insurancecontract.bench;

import insurancecontract.bench.Load.Request;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** The calls of the API that are measured, and those that prepare them. */
final class Api implements AutoCloseable {
  private static final String CUSTOMER = "alice";
  private static final String SUPERVISOR = "sue";
  private static final int CONNECTIONS = 32;
  private static final int PAGE = 100;
  private static final int OK = 200;
  private static final int CREATED = 201;
  private static final Buffer APPLICATION =
      new JsonObject().put("productName", "Fisrtcancer").toBuffer();

  private final String address;
  private final HttpClient http;
  private final String customer;
  private final String supervisor;
  private final Request application;
  private long newest;

  /** Signs in whoever is needed. */
  Api(Vertx vertx, String address) {
    this.address = address;
    this.http = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
    this.customer = token(CUSTOMER);
    this.supervisor = token(SUPERVISOR);
    this.application =
        new Request(options(HttpMethod.POST, "/subscriptions", customer), APPLICATION, CREATED);
  }

  private String token(String user) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(address + "/auth/token")
            .putHeader("Content-Type", "application/x-www-form-urlencoded");
    Buffer form = Buffer.buffer("username=" + user + "&password=" + user);
    return send(new Request(options, form, OK)).await().getString("access_token");
  }

  /** Lets every underwriter take as many cases as may be, so that none waits for a free desk. */
  void openDesks(int capacity) {
    Buffer body = new JsonObject().put("capacity", capacity).toBuffer();
    JsonArray underwriters =
        send(new Request(options(HttpMethod.GET, "/underwriters", supervisor), Buffer.buffer(), OK))
            .await()
            .getJsonArray("underwriters");
    for (int i = 0; i < underwriters.size(); i++) {
      String path = "/underwriters/" + underwriters.getJsonObject(i).getLong("underwriterId");
      send(new Request(options(HttpMethod.PATCH, path, supervisor), body, OK)).await();
    }
  }

  /** An application; each time that it is sent another. */
  Request application() {
    return application;
  }

  /** One row of the view: what was applied for last. */
  Request view() {
    return get("/subscriptionViews/" + newest);
  }

  /** The newest twenty rows of the view. */
  Request page() {
    return get("/subscriptionViews?limit=20");
  }

  private Request get(String path) {
    return new Request(options(HttpMethod.GET, path, customer), Buffer.buffer(), OK);
  }

  private RequestOptions options(HttpMethod method, String path, String token) {
    return new RequestOptions()
        .setMethod(method)
        .setAbsoluteURI(address + path)
        .setTimeout(Load.TIMEOUT_MS)
        .putHeader("Authorization", "Bearer " + token)
        .putHeader("Content-Type", "application/json");
  }

  /** Applies so often, one application after the other. */
  void fill(int count) {
    for (int i = 0; i < count; i++) newest = send(application).await().getLong("subscriptionId");
  }

  /** Approves the newest open cases. The number of them; 0 when none is open. */
  Future<Integer> decide() {
    String open = "/underwritings?status=ASSIGNED&limit=" + PAGE;
    return send(new Request(options(HttpMethod.GET, open, supervisor), Buffer.buffer(), OK))
        .compose(
            desk -> {
              JsonArray cases = desk.getJsonArray("underwritings");
              List<Future<?>> decided = new ArrayList<>();
              for (int i = 0; i < cases.size(); i++) {
                decided.add(approve(cases.getJsonObject(i).getLong("underwritingId")));
              }
              return Future.join(decided).map(all -> cases.size());
            });
  }

  private Future<JsonObject> approve(long underwritingId) {
    String path = "/underwritings/" + underwritingId + "/approve";
    return send(new Request(options(HttpMethod.POST, path, supervisor), Buffer.buffer(), OK));
  }

  private Future<JsonObject> send(Request request) {
    return http.request(request.options())
        .compose(opened -> opened.send(request.body()))
        .compose(response -> response.body().compose(body -> expected(request, response, body)));
  }

  private static Future<JsonObject> expected(
      Request request, HttpClientResponse response, Buffer body) {
    return response.statusCode() == request.expected()
        ? Future.succeededFuture(body.toJsonObject())
        : Future.failedFuture(
            request.options().getURI() + " is answered " + response.statusCode() + ": " + body);
  }

  @Override
  public void close() {
    http.close().await();
  }
}
