package insurancecontract.bench;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.bench.Load.Request;
import insurancecontract.bench.Load.Result;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the generator counts, against servers that answer as each case needs. */
class LoadTest {
  private static final int CLIENTS = 4;
  private static final int STALL_MS = 300;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));

  @AfterEach
  void close() {
    vertx.close().await();
  }

  @Test
  void a_closed_loop_has_as_many_requests_on_their_way_as_clients() throws Exception {
    AtomicInteger waiting = new AtomicInteger();
    CountDownLatch all = new CountDownLatch(CLIENTS);
    Request request =
        to(
            server(
                asked -> {
                  waiting.incrementAndGet();
                  all.countDown();
                }));
    try (Load load = new Load(vertx, 2 * CLIENTS, request)) {
      load.closedLoop(CLIENTS);
      assertThat(all.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(load.measured().statuses()).isEmpty();
      assertThat(waiting).hasValue(CLIENTS);
    }
  }

  /** A server that stalls makes all wait that were due meanwhile, not only the one on its way. */
  @Test
  void an_open_loop_counts_from_when_a_request_was_due() throws Exception {
    CountDownLatch tenth = new CountDownLatch(10);
    Request request =
        to(
            server(
                asked ->
                    vertx.setTimer(
                        STALL_MS,
                        timer -> {
                          asked.response().end();
                          tenth.countDown();
                        })));
    try (Load load = new Load(vertx, 1, request)) {
      load.openLoop(1_000);
      // One connection, so one answer each 300 ms: the tenth has waited for those before it.
      assertThat(tenth.await(60, TimeUnit.SECONDS)).isTrue();
      Result result = load.measured();
      assertThat(Measurement.millis(result.good(), 100)).isGreaterThan(5 * STALL_MS);
    }
  }

  @Test
  void an_answer_of_another_status_is_not_a_good_one() throws Exception {
    CountDownLatch answered = new CountDownLatch(10);
    Request request =
        to(
            server(
                asked -> {
                  asked.response().setStatusCode(503).end();
                  answered.countDown();
                }));
    try (Load load = new Load(vertx, 1, request)) {
      load.closedLoop(1);
      assertThat(answered.await(30, TimeUnit.SECONDS)).isTrue();
      Result result = load.measured();
      assertThat(result.good().getTotalCount()).isZero();
      assertThat(result.statuses()).containsOnlyKeys(503);
      assertThat(result.refused().getTotalCount()).isPositive();
    }
  }

  private int server(Handler<HttpServerRequest> handler) {
    HttpServer server = vertx.createHttpServer().requestHandler(handler);
    return server.listen(0, "localhost").await().actualPort();
  }

  private static Request to(int port) {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI("http://localhost:" + port + "/");
    return new Request(options, Buffer.buffer(), 200);
  }
}
