package insurancecontract.payment.adapter.provider;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.ProviderAnswer.Approved;
import insurancecontract.payment.application.ProviderAnswer.Declined;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.RefundRefused;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.client.WebClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The adapter for a real provider, against a small server with scripted answers. */
class HttpProviderIT {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  private static Vertx vertx;
  private static HttpServer server;
  private static WebClient client;
  private static volatile int status;
  private static volatile String body;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    server =
        await(
            vertx.createHttpServer().requestHandler(HttpProviderIT::answer).listen(0, "127.0.0.1"));
    client = WebClient.create(vertx);
  }

  @AfterAll
  static void close() {
    client.close();
    await(vertx.close());
  }

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private static void answer(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            asked -> {
              SEEN.add(
                  request.method()
                      + " "
                      + request.path()
                      + " "
                      + request.getHeader("Authorization")
                      + " "
                      + request.getHeader("Idempotency-Key")
                      + " "
                      + asked);
              // Zero stands for a provider that never answers.
              if (status == 0) return;
              var unused = request.response().setStatusCode(status).end(body);
            });
  }

  @Test
  void a_charge_carries_its_key_and_our_secret() {
    respond(201, "{\"status\":\"approved\"}");
    assertThat(await(provider().charge(17, 39_000, "KRW"))).isEqualTo(new Approved());
    assertThat(SEEN)
        .containsExactly(
            "POST /v1/charges Bearer very-secret 17 "
                + new JsonObject()
                    .put("key", "17")
                    .put("amount", 39_000)
                    .put("currency", "KRW")
                    .encode());
  }

  @Test
  void payment_required_is_a_decline_with_its_reason() {
    respond(402, "{\"reason\":\"INSUFFICIENT_FUNDS\"}");
    assertThat(await(provider().charge(17, 39_000, "KRW")))
        .isEqualTo(new Declined("INSUFFICIENT_FUNDS"));
  }

  @Test
  void a_decline_may_also_have_status_200() {
    respond(200, "{\"status\":\"declined\",\"reason\":\"CANCELLED\"}");
    assertThat(await(provider().charge(17, 39_000, "KRW"))).isEqualTo(new Declined("CANCELLED"));
  }

  @Test
  void a_decline_without_a_reason_gets_one() {
    respond(402, "no json");
    assertThat(await(provider().charge(17, 39_000, "KRW")))
        .isEqualTo(new Declined("DECLINED_BY_PROVIDER"));
  }

  @Test
  void an_unclear_response_leaves_the_outcome_unknown() {
    for (int unclear : new int[] {200, 202, 301, 400, 401, 404, 409, 429, 500, 503}) {
      respond(unclear, "{}");
      assertThatThrownBy(() -> await(provider().charge(17, 39_000, "KRW")))
          .isInstanceOf(ProviderFailed.class);
    }
  }

  @Test
  void a_time_out_leaves_the_outcome_unknown() {
    respond(0, "");
    assertThatThrownBy(() -> await(provider().charge(17, 39_000, "KRW")))
        .isInstanceOf(ProviderFailed.class);
  }

  @Test
  void a_refused_connection_leaves_the_outcome_unknown_and_names_no_address() {
    HttpProvider nobody = new HttpProvider(client, () -> settings("http://127.0.0.1:1"));
    assertThatThrownBy(() -> await(nobody.charge(17, 39_000, "KRW")))
        .isInstanceOf(ProviderFailed.class)
        .hasMessageNotContaining("127.0.0.1");
  }

  @Test
  void a_refund_cancels_the_charge_of_its_key() {
    respond(204, "");
    await(provider().refund(17));
    assertThat(SEEN).containsExactly("POST /v1/charges/17/cancel Bearer very-secret 17 ");
  }

  @Test
  void a_rejected_refund_is_refused_with_its_reason() {
    respond(409, "{\"reason\":\"ACCOUNT_CLOSED\"}");
    assertThatThrownBy(() -> await(provider().refund(17)))
        .isInstanceOf(RefundRefused.class)
        .hasMessage("ACCOUNT_CLOSED");
  }

  @Test
  void a_failed_refund_may_be_repeated() {
    for (int unclear : new int[] {400, 401, 404, 429, 500}) {
      respond(unclear, "");
      assertThatThrownBy(() -> await(provider().refund(17))).isInstanceOf(ProviderFailed.class);
    }
  }

  private static void respond(int nextStatus, String nextBody) {
    status = nextStatus;
    body = nextBody;
  }

  private static PaymentProvider provider() {
    return new HttpProvider(
        client, () -> settings("http://127.0.0.1:" + server.actualPort() + "/v1"));
  }

  private static ProviderSettings settings(String url) {
    return new ProviderSettings(
        ProviderSettings.Kind.HTTP,
        Duration.ofMillis(500),
        Duration.ZERO,
        Duration.ZERO,
        0,
        0,
        url,
        new Secret("very-secret"));
  }
}
