package insurancecontract.payment.adapter.provider;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.payment.application.NoStatement;
import insurancecontract.payment.application.ProviderFailed;
import insurancecontract.payment.application.ProviderStatement;
import insurancecontract.payment.application.ProviderStatement.Movement;
import insurancecontract.payment.application.ProviderStatement.Page;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statement of a real provider, from a small server that answers as a test says. */
class HttpStatementIT {
  private static final List<String> SEEN = new CopyOnWriteArrayList<>();

  /** Long enough for a busy machine. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static Vertx vertx;
  private static HttpServer server;
  private static volatile int status;
  private static volatile String body;

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(HttpStatementIT::answer)
                .listen(0, "127.0.0.1"));
  }

  @AfterAll
  static void close() {
    await(vertx.close());
  }

  @BeforeEach
  void forget() {
    SEEN.clear();
  }

  private static void answer(HttpServerRequest request) {
    SEEN.add(request.method() + " " + request.uri() + " " + request.getHeader("Authorization"));
    // Zero stands for a provider that never answers.
    if (status == 0) return;
    var unused = request.response().setStatusCode(status).end(body);
  }

  @Test
  void a_page_lists_charges_and_refunds_and_names_the_next_page() {
    says(
        200,
        """
        {"movements": [
           {"key":"17","type":"charge","amount":39000,"currency":"KRW","at":"2026-03-01T12:00:00Z"},
           {"key":"17","type":"refund","amount":39000,"currency":"KRW","at":"2026-03-02T12:00:00Z"}
         ], "next": "a/b"}
        """);

    assertThat(statement().page(Optional.empty()))
        .isEqualTo(
            new Page(
                List.of(
                    new Movement(
                        17,
                        ProviderStatement.Type.CHARGE,
                        39_000,
                        "KRW",
                        Instant.parse("2026-03-01T12:00:00Z")),
                    new Movement(
                        17,
                        ProviderStatement.Type.REFUND,
                        39_000,
                        "KRW",
                        Instant.parse("2026-03-02T12:00:00Z"))),
                Optional.of("a/b")));
    assertThat(SEEN).containsExactly("GET /v1/statement Bearer very-secret");
  }

  @Test
  void the_next_page_is_requested_by_its_cursor() {
    says(200, "{\"movements\":[]}");

    assertThat(statement().page(Optional.of("a/b")))
        .isEqualTo(new Page(List.of(), Optional.empty()));
    assertThat(SEEN).containsExactly("GET /v1/statement?cursor=a%2Fb Bearer very-secret");
  }

  @Test
  void not_found_means_that_there_is_no_statement() {
    says(404, "");
    assertThatThrownBy(() -> statement().page(Optional.empty())).isInstanceOf(NoStatement.class);
  }

  @Test
  void any_other_response_cannot_be_read() {
    for (int unclear : new int[] {204, 301, 400, 401, 429, 500, 503}) {
      says(unclear, "");
      assertThatThrownBy(() -> statement().page(Optional.empty()))
          .isInstanceOf(ProviderFailed.class)
          .hasMessageContaining("status " + unclear);
    }
  }

  @Test
  void a_malformed_statement_cannot_be_read() {
    String line =
        "{\"key\":\"17\",\"type\":\"charge\",\"amount\":1,\"currency\":\"KRW\",\"at\":\"2026-03-01T12:00:00Z\"}";
    for (String malformed :
        List.of(
            "no json",
            "[]",
            "{}",
            "{\"movements\":[1]}",
            "{\"movements\":[" + line.replace("\"17\"", "\"abc\"") + "]}",
            "{\"movements\":[" + line.replace("charge", "gift") + "]}",
            "{\"movements\":[" + line.replace("\"amount\":1,", "") + "]}",
            "{\"movements\":[" + line.replace("2026-03-01T", "") + "]}")) {
      says(200, malformed);
      assertThatThrownBy(() -> statement().page(Optional.empty()))
          .as(malformed)
          .isInstanceOf(ProviderFailed.class)
          .hasMessageContaining("malformed");
    }
  }

  @Test
  void no_answer_in_time_cannot_be_read() {
    says(0, "");
    ProviderStatement impatient = statement(url(), Duration.ofMillis(200));
    assertThatThrownBy(() -> impatient.page(Optional.empty()))
        .isInstanceOf(ProviderFailed.class)
        .hasMessage("the provider cannot be reached: TimeoutException");
  }

  @Test
  void nobody_there_says_no_address() {
    assertThatThrownBy(() -> statement("http://127.0.0.1:1", TIMEOUT).page(Optional.empty()))
        .isInstanceOf(ProviderFailed.class)
        .hasMessageNotContaining("127.0.0.1");
  }

  private static void says(int nextStatus, String nextBody) {
    status = nextStatus;
    body = nextBody;
  }

  private static ProviderStatement statement() {
    return statement(url(), TIMEOUT);
  }

  private static String url() {
    return "http://127.0.0.1:" + server.actualPort() + "/v1";
  }

  private static ProviderStatement statement(String url, Duration timeout) {
    ProviderSettings settings =
        new ProviderSettings(
            ProviderSettings.Kind.HTTP,
            timeout,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            url,
            new Secret("very-secret"));
    return new HttpStatement(HttpClient.newHttpClient(), () -> settings);
  }
}
