package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.Platform.Answering;
import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import insurancecontract.gateway.platform.PlatformStatus;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlatformStatusIT {
  private static final String METRICS =
      """
      # HELP events_lag Events that are not applied yet
      events_lag{service="subscription"} 7.0
      events_lag{service="payment"} 3.0
      outbox_waiting{service="subscription"} 2.0
      breaker_state{call="payment",service="subscription"} 1.0
      breaker_in_flight{call="payment",service="subscription"} 4.0
      subscription_decisions_total{command="ConfirmPayment",outcome="ACCEPTED"} 42.0
      subscription_decisions_total{command="ConfirmPayment",outcome="NO_NEWS"} 5.0
      jvm_gc_pause_seconds_max{cause="a, \\"b\\" } c"} NaN
      """;

  private Platform platform;

  @BeforeEach
  void start() {
    platform = Platform.start();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private static Answering managed(int healthStatus, String health) {
    return (request, body) -> {
      boolean isHealth = request.path().equals("/health/ready");
      request
          .response()
          .setStatusCode(isHealth ? healthStatus : 200)
          .end(isHealth ? health : METRICS);
    };
  }

  private JsonObject status() {
    Reply reply = platform.get("/platform/status", platform.token("otto"));
    assertThat(reply.status()).isEqualTo(200);
    return reply.json();
  }

  private static JsonObject service(JsonObject status, String name) {
    return status.getJsonArray("services").stream()
        .map(JsonObject.class::cast)
        .filter(service -> service.getString("name").equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_service_is_shown_with_its_health_and_only_its_own_metrics() {
    var subscription =
        platform.service(
            "subscription-management", managed(200, "{\"status\":\"UP\",\"postgres\":\"up\"}"));
    JsonObject status = status();
    assertThat(service(status, "subscription"))
        .isEqualTo(
            new JsonObject(
                """
                {"name": "subscription", "lag": 7, "outbox": 2, "instances": [
                  {"address": "127.0.0.1:%d", "ready": true,
                   "details": {"status": "UP", "postgres": "up"}}]}
                """
                    .formatted(subscription.port())));
    assertThat(status.getJsonArray("breakers"))
        .containsExactly(
            new JsonObject(
                """
                {"service": "subscription", "call": "payment", "state": "OPEN", "inFlight": 4}
                """));
    assertThat(status.getLong("applications")).isEqualTo(42);
  }

  @Test
  void a_service_that_is_not_ready_says_why_and_one_that_is_silent_is_not_ready_either() {
    StandIn sick =
        platform.service(
            "view-management", managed(503, "{\"status\":\"DOWN\",\"postgres\":\"down: gone\"}"));
    StandIn silent = platform.service("payment-management", (request, body) -> {});
    JsonObject status = status();
    JsonObject view = service(status, "view").getJsonArray("instances").getJsonObject(0);
    assertThat(view.getBoolean("ready")).isFalse();
    assertThat(view.getJsonObject("details").getString("postgres")).isEqualTo("down: gone");
    JsonObject payment = service(status, "payment").getJsonArray("instances").getJsonObject(0);
    assertThat(payment.getBoolean("ready")).isFalse();
    assertThat(payment.getJsonObject("details").getString("http")).startsWith("down: ");
    assertThat(List.of(sick, silent)).allMatch(asked -> !asked.asked.isEmpty());
  }

  @Test
  void an_unknown_service_has_no_instances() {
    assertThat(service(status(), "underwriting").getJsonArray("instances")).isEmpty();
  }

  @Test
  void an_auditors_last_result_is_shown_and_none_without_an_auditor() {
    assertThat(status().getValue("audit")).isNull();
    JsonObject result = new JsonObject().put("satisfied", true);
    platform.vertx.eventBus().consumer(PlatformStatus.AUDIT, question -> question.reply(result));
    Awaitility.await()
        .untilAsserted(() -> assertThat(status().getJsonObject("audit")).isEqualTo(result));
  }

  @Test
  void an_auditor_that_does_not_answer_is_silent_not_missing() {
    platform.vertx.eventBus().consumer(PlatformStatus.AUDIT, question -> {});
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(status().getJsonObject("audit"))
                    .isEqualTo(new JsonObject().put("state", "SILENT")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "uma", "sue"})
  void only_operators_look_at_the_platform(String user) {
    assertThat(platform.get("/platform/status", platform.token(user)).status()).isEqualTo(403);
  }

  @Test
  void without_a_token_the_answer_is_401() {
    assertThat(platform.get("/platform/status").status()).isEqualTo(401);
  }
}
