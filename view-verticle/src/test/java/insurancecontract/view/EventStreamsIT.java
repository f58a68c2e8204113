package insurancecontract.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.view.projection.Sagas;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStreamsIT {
  private RunningView view;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void deploy() {
    view =
        new RunningView(
            new JsonObject().put("PUSH_HEARTBEAT_MS", 1_000).put("PUSH_SESSIONS_MAX", 3));
  }

  @AfterEach
  void close() {
    view.close();
  }

  /** Someone who reads a stream for as long as it lasts. */
  private final class Listener {
    final List<String> lines = new CopyOnWriteArrayList<>();
    volatile boolean ended;

    Listener(String token, String lastEventId) {
      HttpRequest.Builder request = request(token);
      if (lastEventId != null) request.header("Last-Event-ID", lastEventId);
      HttpResponse<Stream<String>> response = send(request, BodyHandlers.ofLines());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.headers().firstValue("content-type")).contains("text/event-stream");
      Thread reading = new Thread(() -> read(response.body()), "stream");
      reading.setDaemon(true);
      reading.start();
    }

    private void read(Stream<String> body) {
      try {
        body.forEach(lines::add);
      } catch (UncheckedIOException brokenOff) {
        // As good an end as any.
      }
      ended = true;
    }

    /** Where it stands; a stream begins with that. */
    String position() {
      await().until(() -> lines.stream().anyMatch(line -> line.startsWith("id: ")));
      return lines.stream()
          .filter(line -> line.startsWith("id: "))
          .reduce((first, last) -> last)
          .map(line -> line.substring(4))
          .orElseThrow();
    }

    List<JsonObject> changes() {
      return lines.stream()
          .filter(line -> line.startsWith("data: "))
          .map(line -> new JsonObject(line.substring(6)))
          .toList();
    }

    boolean heardOf(long subscription, String status) {
      return changes().stream()
          .anyMatch(
              change ->
                  change.getLong("subscriptionId") == subscription
                      && change.getString("subscriptionStatus").equals(status));
    }
  }

  private HttpRequest.Builder request(String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + view.port() + "/events"));
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private <T> HttpResponse<T> send(
      HttpRequest.Builder request, HttpResponse.BodyHandler<T> handler) {
    try {
      return client.send(request.build(), handler);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void customers_hear_of_their_own_and_the_desk_of_all() {
    Listener alice = new Listener(view.token("alice", "customer"), null);
    Listener sue = new Listener(view.token("sue", "supervisor"), null);
    view.announce(Sagas.assigned(7, "alice"));
    view.announce(Sagas.assigned(8, "bob"));
    await().until(() -> sue.heardOf(7, "UNDERWRITING") && sue.heardOf(8, "UNDERWRITING"));
    await().until(() -> alice.heardOf(7, "UNDERWRITING"));
    assertThat(alice.changes()).allMatch(change -> change.getLong("subscriptionId") == 7);
    assertThat(alice.changes()).allMatch(change -> change.getLong("viewVersion") > 0);
  }

  @Test
  void a_stream_goes_on_where_it_broke_off_also_at_another_process() {
    String alice = view.token("alice", "customer");
    String position = new Listener(alice, null).position();
    view.announce(Sagas.assigned(7, "alice"));
    await().until(() -> view.get(alice, "/subscriptionViews/7").statusCode() == 200);
    try (RunningView other = view.another()) {
      view.undeploy();
      RunningView before = view;
      view = other;
      Listener again = new Listener(alice, position);
      await().until(() -> again.heardOf(7, "UNDERWRITING"));
      view = before;
    }
    view.deploy();
  }

  @Test
  void whoever_cannot_go_on_is_told_to_read_anew() {
    for (String unknown : List.of("nonsense", "1.1", "1.99999999999999999")) {
      Listener sue = new Listener(view.token("sue", "supervisor"), unknown);
      await().until(() -> sue.lines.contains("event: reset"));
    }
  }

  @Test
  void nobody_listens_without_a_token_or_longer_than_it_lasts() {
    assertThat(send(request(null), BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    String nobody = view.token("nora", "visitor");
    assertThat(send(request(nobody), BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    Listener brief = new Listener(view.brief("alice", "customer", 2), null);
    Listener lasting = new Listener(view.token("alice", "customer"), null);
    await().until(() -> brief.ended);
    assertThat(lasting.ended).isFalse();
  }

  /** The operating system takes some of what is sent to someone who does not read, but not all. */
  @Test
  void whoever_does_not_read_is_let_go() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), view.port())) {
      socket.setReceiveBufferSize(4_096);
      socket
          .getOutputStream()
          .write(
              ("GET /events HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer "
                      + view.token("sue", "supervisor")
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      assertThat(socket.getInputStream().read()).isEqualTo('H');
      Listener reading = new Listener(view.token("sue", "supervisor"), null);
      Listener alsoReading = new Listener(view.token("otto", "operator"), null);
      assertThat(oneMore().statusCode()).isEqualTo(503);
      String change = new JsonObject().put("customerId", "x".repeat(100_000)).encode();
      await()
          .until(
              () -> {
                view.vertx().eventBus().publish("desk-status", new JsonObject(change));
                HttpResponse<Stream<String>> answer = oneMore();
                answer.body().close();
                return answer.statusCode() == 200;
              });
      assertThat(reading.ended || alsoReading.ended).isFalse();
      // Nobody is there any more, though what was sent last has not been read.
      await().until(() -> isRefused(socket));
    }
  }

  private static boolean isRefused(Socket socket) {
    try {
      socket.getOutputStream().write('\n');
      return false;
    } catch (IOException gone) {
      return true;
    }
  }

  private HttpResponse<Stream<String>> oneMore() {
    return send(request(view.token("sue", "supervisor")), BodyHandlers.ofLines());
  }
}
