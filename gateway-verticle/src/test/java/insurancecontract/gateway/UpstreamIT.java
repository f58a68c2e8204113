package insurancecontract.gateway;

import static insurancecontract.gateway.Platform.bearer;
import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Responses when services are unavailable, slow, overloaded or disconnecting. */
class UpstreamIT {
  private Platform platform;
  private String alice;

  @AfterEach
  void stop() {
    platform.close();
  }

  private void start(JsonObject settings) {
    platform = Platform.start(settings);
    alice = platform.token("alice");
  }

  @Test
  void a_service_without_instances_is_unavailable() {
    start(new JsonObject());
    Reply reply = platform.get("/payments", alice);
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.code()).isEqualTo("SERVICE_UNAVAILABLE");
    assertThat(reply.json().getString("detail")).contains("payment");
    assertThat(reply.header("retry-after")).isEqualTo("1");
  }

  @Test
  void a_service_whose_only_instance_is_gone_is_unavailable() {
    start(new JsonObject());
    platform.service("payment").close();
    assertThat(platform.get("/payments", alice).status()).isEqualTo(503);
  }

  @Test
  void instances_are_called_round_robin() {
    start(new JsonObject());
    StandIn one = platform.service("payment");
    StandIn other = platform.service("payment");
    for (int i = 0; i < 10; i++) {
      assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
    }
    assertThat(one.asked).hasSize(5);
    assertThat(other.asked).hasSize(5);
  }

  @Test
  void an_instance_that_is_gone_is_skipped_without_clients_noticing() {
    start(new JsonObject());
    StandIn gone = platform.service("payment");
    StandIn there = platform.service("payment");
    assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
    gone.close();
    for (int i = 0; i < 10; i++) {
      assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
    }
    assertThat(there.asked).hasSizeGreaterThanOrEqualTo(10);
  }

  @Test
  void a_service_that_does_not_answer_in_time_is_a_gateway_timeout() {
    start(new JsonObject().put("UPSTREAM_RESPONSE_TIMEOUT_MS", 100));
    StandIn unused = platform.service("payment", (request, body) -> {});
    Reply reply = platform.post("/payments", alice, "{}");
    assertThat(reply.status()).isEqualTo(504);
    assertThat(reply.code()).isEqualTo("SERVICE_TIMEOUT");
    assertThat(reply.json().getString("detail")).contains("payment");
  }

  @Test
  void a_request_as_a_whole_has_a_time_limit() {
    start(new JsonObject().put("REQUEST_TIMEOUT_MS", 100));
    StandIn unused = platform.service("payment", (request, body) -> {});
    assertThat(platform.get("/payments", alice).status()).isEqualTo(504);
  }

  @Test
  void a_response_that_stalls_halfway_is_aborted() {
    start(new JsonObject().put("REQUEST_TIMEOUT_MS", 200));
    StandIn unused =
        platform.service(
            "payment",
            (request, body) -> {
              request.response().setChunked(true);
              request.response().write("half");
            });
    Future<Reply> reply =
        platform.send(platform.gateway.port(), HttpMethod.GET, "/payments", bearer(alice), null);
    await().until(reply::isComplete);
    assertThat(reply.failed()).isTrue();
  }

  @Test
  void a_client_that_sends_too_slowly_gets_408() {
    start(new JsonObject().put("REQUEST_TIMEOUT_MS", 200));
    StandIn unused = platform.service("payment");
    Reply reply =
        platform.talk(
            HttpMethod.POST,
            "/payments",
            alice,
            request -> request.setChunked(true).write("never ends"));
    assertThat(reply.status()).isEqualTo(408);
    assertThat(reply.code()).isEqualTo("TOO_SLOW");
  }

  @Test
  void a_write_whose_response_is_lost_is_not_retried() {
    start(new JsonObject());
    StandIn payment = platform.service("payment", (request, body) -> request.connection().close());
    Reply reply = platform.post("/payments", alice, "{}");
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.code()).isEqualTo("SERVICE_BROKE_OFF");
    assertThat(payment.asked).hasSize(1);
  }

  @Test
  void a_read_whose_response_is_lost_is_retried_once() {
    start(new JsonObject());
    AtomicInteger calls = new AtomicInteger();
    StandIn unused =
        platform.service(
            "payment",
            (request, body) -> {
              if (calls.getAndIncrement() == 0) {
                request.connection().close();
              } else {
                request.response().end("second");
              }
            });
    assertThat(platform.get("/payments", alice).text()).isEqualTo("second");
  }

  @Test
  void a_write_with_an_idempotency_key_is_retried_once() {
    start(new JsonObject());
    AtomicInteger calls = new AtomicInteger();
    StandIn subscription =
        platform.service(
            "subscription",
            (request, body) -> {
              if (calls.getAndIncrement() == 0) {
                request.connection().close();
              } else {
                request.response().end("the first answer");
              }
            });
    Reply reply =
        platform.request(
            HttpMethod.POST,
            "/subscriptions",
            bearer(alice).add("Idempotency-Key", "a key"),
            Buffer.buffer("{}"));
    assertThat(reply.text()).isEqualTo("the first answer");
    assertThat(subscription.asked).hasSize(2).allMatch(asked -> asked.body().equals("{}"));
  }

  @Test
  void a_key_that_the_operation_does_not_honour_changes_nothing() {
    start(new JsonObject());
    StandIn underwriting =
        platform.service("underwriting", (request, body) -> request.connection().close());
    Reply reply =
        platform.request(
            HttpMethod.POST,
            "/underwritings/1/approve",
            bearer(alice).add("Idempotency-Key", "a key"),
            Buffer.buffer("{}"));
    assertThat(reply.status()).isEqualTo(502);
    assertThat(underwriting.asked).hasSize(1);
  }

  @Test
  void requests_beyond_the_queue_of_a_service_are_refused_at_once() {
    start(new JsonObject().put("UPSTREAM_POOL_SIZE", 1).put("UPSTREAM_QUEUE_SIZE", 0));
    List<Runnable> held = new ArrayList<>();
    StandIn payment =
        platform.service(
            "payment",
            (request, body) -> held.add(() -> request.response().end(Buffer.buffer("late"))));
    Future<Reply> first =
        platform.send(platform.gateway.port(), HttpMethod.GET, "/payments", bearer(alice), null);
    await().until(() -> !payment.asked.isEmpty());
    Reply second = platform.get("/payments", alice);
    assertThat(second.status()).isEqualTo(503);
    assertThat(second.code()).isEqualTo("SERVICE_BUSY");
    held.forEach(Runnable::run);
    assertThat(await(first).text()).isEqualTo("late");
  }

  @Test
  void requests_beyond_the_limit_in_flight_are_refused_at_once() {
    start(new JsonObject().put("MAX_IN_FLIGHT", 1));
    List<Runnable> held = new ArrayList<>();
    StandIn payment =
        platform.service(
            "payment",
            (request, body) -> held.add(() -> request.response().end(Buffer.buffer("late"))));
    Future<Reply> first =
        platform.send(platform.gateway.port(), HttpMethod.GET, "/payments", bearer(alice), null);
    await().until(() -> !payment.asked.isEmpty());
    Reply second = platform.get("/payments", alice);
    assertThat(second.status()).isEqualTo(503);
    assertThat(second.code()).isEqualTo("OVERLOADED");
    assertThat(second.header("retry-after")).isEqualTo("1");
    held.forEach(Runnable::run);
    assertThat(await(first).text()).isEqualTo("late");
    assertThat(platform.get("/nothing").status()).isEqualTo(404);
  }

  @Test
  void a_client_that_disconnects_frees_its_place_and_ends_the_call_to_the_service() {
    start(new JsonObject().put("MAX_IN_FLIGHT", 1));
    List<Boolean> ended = new ArrayList<>();
    StandIn payment =
        platform.service(
            "payment", (request, body) -> request.connection().closeHandler(c -> ended.add(true)));
    var asked =
        await(
            platform
                .open(platform.gateway.port(), HttpMethod.GET, "/payments")
                .compose(
                    request -> {
                      request.putHeader("authorization", "Bearer " + alice);
                      return request.end().map(request);
                    }));
    await().until(() -> !payment.asked.isEmpty());
    asked.connection().close();
    await().until(() -> !ended.isEmpty());
    await().until(() -> platform.get("/nothing").status() == 404);
  }

  @Test
  void a_client_beyond_its_rate_gets_retry_after() {
    start(new JsonObject().put("RATE_LIMIT_PER_SECOND", 1).put("RATE_LIMIT_BURST", 3));
    StandIn unused = platform.service("payment");
    for (int i = 0; i < 3; i++) {
      assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
    }
    Reply reply = platform.get("/payments", alice);
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.code()).isEqualTo("RATE_LIMITED");
    assertThat(reply.header("retry-after")).isEqualTo("1");
  }

  @Test
  void requests_without_a_token_are_rate_limited() {
    start(new JsonObject().put("RATE_LIMIT_PER_SECOND", 1).put("RATE_LIMIT_BURST", 3));
    StandIn unused = platform.service("payment");
    Reply first = platform.get("/payments");
    assertThat(first.status()).isEqualTo(401);
    await().until(() -> platform.get("/payments").status() == 429);
    assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
  }

  @Test
  void a_gateway_that_stops_does_not_wait_for_idle_connections() {
    start(new JsonObject().put("SHUTDOWN_GRACE_MS", 60_000));
    assertThat(platform.get("/nothing").status()).isEqualTo(404);
    assertThat(await(platform.undeploy())).isTrue();
  }

  @Test
  void a_gateway_that_stops_waits_for_requests_in_flight() {
    start(new JsonObject().put("SHUTDOWN_GRACE_MS", 60_000));
    List<Runnable> held = new ArrayList<>();
    StandIn payment =
        platform.service(
            "payment",
            (request, body) -> held.add(() -> request.response().end(Buffer.buffer("late"))));
    Future<Reply> reply =
        platform.send(platform.gateway.port(), HttpMethod.GET, "/payments", bearer(alice), null);
    await().until(() -> !payment.asked.isEmpty());
    Future<Boolean> stopped = platform.undeploy();
    held.forEach(Runnable::run);
    assertThat(await(reply).text()).isEqualTo("late");
    assertThat(await(stopped)).isTrue();
  }
}
