package insurancecontract.gateway;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens of an identity provider, whose keys the gateway fetches on demand. */
class ProviderIT {
  private final List<HttpServerRequest> asked = new CopyOnWriteArrayList<>();
  private Platform elsewhere;
  private Platform platform;
  private StandIn payment;
  private String token;

  @BeforeEach
  void start() {
    elsewhere = Platform.start();
    StandIn provider = elsewhere.standIn((request, body) -> asked.add(request));
    String issuer = "http://127.0.0.1:" + provider.port();
    try (Platform issuing = Platform.start(new JsonObject().put("IDENTITY_ISSUER", issuer))) {
      token = issuing.token("alice");
    }
    platform =
        Platform.start(
            new JsonObject()
                .put("ISSUER_BUILTIN", false)
                .put("IDENTITY_ISSUER", issuer)
                .put("IDENTITY_JWKS", new JsonArray()));
    payment =
        platform.service(
            "payment", (request, body) -> request.response().end(Buffer.buffer("got " + body)));
  }

  @AfterEach
  void stop() {
    platform.close();
    elsewhere.close();
  }

  private static void answer(HttpServerRequest request) {
    String issuer = "http://" + request.authority();
    JsonObject document =
        request.path().equals("/jwks")
            ? Platform.keys()
            : new JsonObject().put("issuer", issuer).put("jwks_uri", issuer + "/jwks");
    request.response().end(document.toBuffer());
  }

  private void answerAsTheyCome(Future<Reply> until) {
    await()
        .until(
            () -> {
              asked.forEach(ProviderIT::answer);
              asked.clear();
              return until.isComplete();
            });
  }

  @Test
  void a_body_that_arrives_while_the_keys_are_fetched_is_not_lost() {
    Future<Reply> reply =
        platform.send(
            platform.gateway.port(),
            HttpMethod.POST,
            "/payments",
            Platform.bearer(token),
            Buffer.buffer("body"));
    await().until(() -> !asked.isEmpty());
    answerAsTheyCome(reply);
    assertThat(await(reply).text()).isEqualTo("got body");
    assertThat(payment.asked).hasSize(1);
  }

  @Test
  void while_the_keys_cannot_be_fetched_no_token_is_called_invalid() {
    Future<Reply> reply =
        platform.send(
            platform.gateway.port(), HttpMethod.GET, "/payments", Platform.bearer(token), null);
    await().until(() -> !asked.isEmpty());
    asked.forEach(request -> request.response().setStatusCode(500).end());
    assertThat(await(reply).status()).isEqualTo(503);
  }
}
