package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.Platform.Answering;
import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParkedOverviewIT {
  private Platform platform;

  @BeforeEach
  void start() {
    platform = Platform.start();
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  private static Answering parked(int status, String... parkedAt) {
    return (request, body) -> {
      JsonArray items = new JsonArray();
      for (String at : parkedAt) items.add(new JsonObject().put("parkedAt", at));
      if (parkedAt.length > 1) request.response().putHeader("Link", "</parked>; rel=\"next\"");
      request.response().setStatusCode(status).end(new JsonObject().put("parked", items).encode());
    };
  }

  @Test
  void one_list_has_the_parked_items_of_all_services_and_names_those_that_do_not_answer() {
    StandIn payment = platform.service("payment", parked(200, "2026-03-03", "2026-03-01"));
    StandIn view = platform.service("view", parked(200, "2026-03-02"));
    StandIn sick = platform.service("underwriting", parked(503, "2026-03-04"));
    String otto = platform.token("otto");
    Reply reply = platform.get("/parked?status=ALL&subject=7&limit=2", otto);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.json())
        .isEqualTo(
            new JsonObject(
                """
                {"parked": [{"parkedAt": "2026-03-03"}, {"parkedAt": "2026-03-02"},
                            {"parkedAt": "2026-03-01"}],
                 "more": ["payment"], "away": ["subscription", "underwriting"]}
                """));
    assertThat(payment.lastAsked().uri()).isEqualTo("/parked/payment?status=ALL&subject=7&limit=2");
    assertThat(view.lastAsked().headers().get("Authorization")).isEqualTo("Bearer " + otto);
    assertThat(sick.asked).hasSize(1);
  }

  @Test
  void the_items_of_one_service_are_served_and_repaired_by_that_service() {
    StandIn payment = platform.service("payment");
    String otto = platform.token("otto");
    assertThat(platform.get("/parked/payment?limit=1", otto).status()).isEqualTo(200);
    assertThat(platform.post("/parked/payment/3/retry", otto, "{\"why\":\"so\"}").status())
        .isEqualTo(200);
    assertThat(payment.lastAsked().uri()).isEqualTo("/parked/payment/3/retry");
    assertThat(platform.get("/parked/nobody/3", otto).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alice", "uma", "sue"})
  void only_operators_look_at_it(String user) {
    assertThat(platform.get("/parked", platform.token(user)).status()).isEqualTo(403);
  }

  @Test
  void without_a_token_the_answer_is_401() {
    assertThat(platform.get("/parked").status()).isEqualTo(401);
  }
}
