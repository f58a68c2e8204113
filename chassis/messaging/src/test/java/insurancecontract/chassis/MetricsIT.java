package insurancecontract.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.breaker.BreakerSettings;
import insurancecontract.chassis.breaker.GuardedCall;
import insurancecontract.chassis.http.HttpService;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.http.ManagementServer;
import insurancecontract.chassis.http.ManagementSettings;
import insurancecontract.chassis.kafka.EventBridge;
import insurancecontract.chassis.kafka.KafkaSettings;
import insurancecontract.chassis.kafka.KafkaTopics;
import insurancecontract.chassis.outbox.Outbox;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.chassis.outbox.OutboxRelay;
import insurancecontract.chassis.outbox.RelaySettings;
import insurancecontract.chassis.parked.ParkedItem;
import insurancecontract.chassis.parked.ParkedMeter;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Live;
import insurancecontract.embedded.SharedPlatform;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.micrometer.MicrometerMetricsFactory;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsIT {
  private static final String TOPIC = "orders";

  private final Vertx vertx =
      Vertx.builder()
          .with(
              new VertxOptions().setMetricsOptions(new MicrometerMetricsOptions().setEnabled(true)))
          .withMetrics(
              new MicrometerMetricsFactory(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT)))
          .build();
  private final Service service = new Service("metered", vertx);

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void an_event_in_flight_shows_in_the_metrics() throws Exception {
    PostgresSettings postgres = Service.postgres();
    KafkaSettings kafka = Messaging.kafka(SharedPlatform.kafka().bootstrapServers());
    service.await(() -> Postgres.migrate(vertx, postgres, "db/outbox"));
    service.await(() -> KafkaTopics.create(vertx, kafka, List.of(TOPIC)));
    Pool pool = Postgres.open(vertx, postgres);
    var http =
        new HttpService(
            service.context(),
            Service.bind(
                new JsonObject().put("HTTP_PORT", 0).put("HTTP_HOST", "127.0.0.1"),
                HttpSettings::from),
            router -> {});
    service.start(http);
    var management =
        new ManagementServer(service.context(), new ManagementSettings("127.0.0.1", 0), "here");
    service.start(management);
    Parking parking = Messaging.parking(service);
    service.await(
        () ->
            parking.park(
                List.of(new ParkedItem("letter", "orders/1", 1L, "torn", new JsonObject()))));
    service.start(new ParkedMeter(service.context(), parking));
    service.start(
        new EventBridge(
            service.context(), kafka, parking, Map.of(TOPIC, batch -> Future.succeededFuture())));
    service.start(
        new OutboxRelay(
            service.context(),
            postgres,
            kafka,
            Service.bind(new JsonObject(), RelaySettings::from)));
    var guard =
        service.get(
            () ->
                Future.succeededFuture(
                    new GuardedCall(
                        service.context(),
                        "callee",
                        new Live<>(Service.bind(new JsonObject(), BreakerSettings::from)))));
    var message =
        new OutboxMessage(TOPIC, 1, "OrderPlaced", 1, Instant.now(), new JsonObject(), null);
    service.await(() -> Outbox.append(pool, List.of(message)));

    await()
        .pollInterval(Duration.ofMillis(50))
        .untilAsserted(
            () ->
                assertThat(scrape(management.port()))
                    .contains("outbox_published_total{service=\"metered\"} 1.0")
                    .contains("events_applied_total{service=\"metered\",topic=\"orders\"} 1.0"));
    assertThat(scrape(management.port()))
        .contains("outbox_waiting{service=\"metered\"} 0.0")
        .contains("outbox_oldest_seconds{service=\"metered\"} 0.0")
        .contains("events_parked_total{service=\"metered\",topic=\"orders\"} 0.0")
        .contains("events_lag{service=\"metered\"} 0.0")
        .contains("parked_waiting{service=\"metered\"} 1.0")
        .contains("event_loop_lag_seconds_count{service=\"metered\"}")
        .contains("breaker_state{call=\"callee\",service=\"metered\"} 0.0")
        .contains("breaker_in_flight{call=\"callee\",service=\"metered\"} 0.0")
        .contains("vertx_http_server_requests_total")
        .contains("vertx_sql_");
    assertThat(guard.state()).isEqualTo(GuardedCall.State.CLOSED);
  }

  private static String scrape(int port) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/metrics")).build(),
            BodyHandlers.ofString())
        .body();
  }
}
