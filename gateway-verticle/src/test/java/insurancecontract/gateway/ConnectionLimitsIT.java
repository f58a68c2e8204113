package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Clients that open connections, or send bodies, and then nothing. */
class ConnectionLimitsIT {
  private static final int MAX = 6;

  private final List<Socket> sockets = new ArrayList<>();
  private Platform platform;
  private String alice;

  private void start(JsonObject settings) {
    platform = Platform.start(settings);
    alice = platform.token("alice");
    assertThat(platform.service("payment").asked).isEmpty();
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) socket.close();
    platform.close();
  }

  private Socket send(String text) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.gateway.port());
    sockets.add(socket);
    socket.setSoTimeout(20_000);
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    return socket;
  }

  private double gauge(String name) {
    return platform.meters.get(name).gauge().value();
  }

  private String unfinished() {
    return "POST /payments HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nAuthorization: Bearer "
        + alice
        + "\r\n\r\nshort";
  }

  @Test
  void silent_connections_count_and_those_beyond_the_limit_are_closed() throws IOException {
    start(new JsonObject().put("CONNECTIONS_PER_ADDRESS_MAX", MAX));
    await().until(() -> gauge("gateway.connections") == 0);
    for (int i = 0; i < MAX; i++) assertThat(send("").isConnected()).isTrue();
    await().until(() -> gauge("gateway.connections") == MAX);
    assertThat(isClosed(send(""))).isTrue();
    sockets.get(0).close();
    await().until(() -> gauge("gateway.connections") == MAX - 1);
    assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
  }

  private static boolean isClosed(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketException reset) {
      return true;
    }
  }

  @Test
  void slow_bodies_hold_no_slot_and_are_limited_per_client() throws IOException {
    start(new JsonObject().put("BODIES_PER_CLIENT_MAX", 2).put("MAX_IN_FLIGHT", 1));
    for (int i = 0; i < 2; i++) assertThat(send(unfinished()).isConnected()).isTrue();
    await().until(() -> gauge("gateway.bodies.reading") == 2);
    assertThat(gauge("gateway.requests.in.flight")).isZero();
    byte[] answer = send(unfinished()).getInputStream().readNBytes(12);
    assertThat(new String(answer, StandardCharsets.ISO_8859_1)).isEqualTo("HTTP/1.1 429");
    assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
  }

  @Test
  void what_is_answered_early_is_rate_limited_too() {
    start(new JsonObject().put("RATE_LIMIT_PER_SECOND", 1).put("RATE_LIMIT_BURST", 2));
    for (String early : List.of("/subsciptionViews", "/payments?x=%", "/events")) {
      await().until(() -> platform.get(early).status() == 429);
    }
    assertThat(platform.get("/payments", alice).status()).isEqualTo(200);
  }
}
