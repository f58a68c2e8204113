package insurancecontract.view;

import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.view.projection.Sagas;
import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.RecordParser;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Many streams that break at once, as after a restart of a proxy in front of them. */
@Tag("proof")
class ReconnectingStreamsIT {
  private static final int STREAMS = 300;
  private static final int BREAKS = 5;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final RunningView view =
      new RunningView(new JsonObject().put("PUSH_SESSIONS_MAX", 2 * STREAMS));
  private final int port = view.port();
  private final String token = view.token("alice", "customer");
  private final HttpClient client =
      view.vertx().createHttpClient(new PoolOptions().setHttp1MaxSize(2 * STREAMS));

  @AfterEach
  void close() {
    done(client.close());
    view.close();
  }

  /** One who listens, and resumes where the stream broke off. */
  private final class Listener {
    private final Set<Long> assigned = ConcurrentHashMap.newKeySet();
    private volatile String position;
    private volatile boolean reset;
    private volatile HttpConnection connection;
    private String id;

    Future<Void> connect() {
      return client
          .request(HttpMethod.GET, port, "127.0.0.1", "/events")
          .compose(this::send)
          .map(this::listen);
    }

    private Future<HttpClientResponse> send(HttpClientRequest request) {
      connection = request.connection();
      request.putHeader("Authorization", "Bearer " + token);
      if (position != null) request.putHeader("Last-Event-ID", position);
      return request.send();
    }

    private Void listen(HttpClientResponse response) {
      assertThat(response.statusCode()).isEqualTo(200);
      response.exceptionHandler(brokenOff -> {});
      response.handler(RecordParser.newDelimited("\n", line -> take(line.toString())));
      return null;
    }

    private void take(String line) {
      if (line.startsWith("id: ")) id = line.substring(4);
      if (line.equals("event: reset")) reset = true;
      if (line.startsWith("data: ")) {
        JsonObject change = new JsonObject(line.substring(6));
        if ("UNDERWRITING".equals(change.getString("subscriptionStatus"))) {
          assigned.add(change.getLong("subscriptionId"));
        }
      }
      // Only a whole event moves the position.
      if (line.isEmpty() && id != null) position = id;
    }

    Future<Void> reconnect() {
      return connection.close().compose(closed -> connect());
    }
  }

  @Test
  void three_hundred_streams_that_break_again_and_again_miss_nothing() {
    var listeners = Stream.generate(Listener::new).limit(STREAMS).toList();
    done(Future.all(listeners.stream().map(Listener::connect).toList()));
    await().atMost(PATIENCE).until(() -> listeners.stream().allMatch(one -> one.position != null));

    for (int broken = 1; broken <= BREAKS; broken++) {
      view.announce(Sagas.assigned(broken, "alice"));
      done(Future.all(listeners.stream().map(Listener::reconnect).toList()));
    }

    Long[] all = IntStream.rangeClosed(1, BREAKS).mapToObj(Long::valueOf).toArray(Long[]::new);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(listeners)
                    .allSatisfy(one -> assertThat(one.assigned).containsExactlyInAnyOrder(all)));
    assertThat(listeners).noneMatch(one -> one.reset);
  }
}
