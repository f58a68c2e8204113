package insurancecontract.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.faults.Link.State;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A link to a server that says again what it hears. */
class LinkTest {
  private static final int PATIENCE_MS = 10_000;
  private static final byte[] WORDS = "twelve words".getBytes(UTF_8);

  private final Vertx vertx = Vertx.vertx();
  private Link link;

  @BeforeEach
  void listen() {
    link = new Link(vertx, "test to echo");
    link.leadTo(
        vertx
            .createNetServer()
            .connectHandler(socket -> socket.handler(socket::write))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture()
            .join()
            .actualPort());
  }

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }

  @Test
  void all_arrives_while_it_is_open_and_later_while_it_is_slow() throws IOException {
    try (Socket socket = connect()) {
      say(socket);
      assertThat(hear(socket, WORDS.length)).isEqualTo(WORDS);

      link.become(State.SLOW);
      long begin = System.nanoTime();
      say(socket);
      assertThat(hear(socket, WORDS.length)).isEqualTo(WORDS);
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Link.DELAY);
    }
  }

  @Test
  void a_cut_ends_connections_and_lets_none_in_until_it_is_healed() throws IOException {
    try (Socket socket = connect()) {
      say(socket);
      assertThat(hear(socket, WORDS.length)).isEqualTo(WORDS);
      link.become(State.CUT);
      assertThat(hear(socket, 1)).isEmpty();
    }
    try (Socket refused = connect()) {
      assertThat(hear(refused, 1)).isEmpty();
    }
    link.become(State.OPEN);
    try (Socket socket = connect()) {
      say(socket);
      assertThat(hear(socket, WORDS.length)).isEqualTo(WORDS);
    }
  }

  @Test
  void half_of_a_message_arrives_and_then_the_connection_ends() throws IOException {
    try (Socket socket = connect()) {
      say(socket);
      assertThat(hear(socket, WORDS.length)).isEqualTo(WORDS);
      link.become(State.HALF);
      say(socket);
      assertThat(hear(socket, WORDS.length).length).isLessThan(WORDS.length);
    }
  }

  @Test
  void nothing_arrives_while_it_is_silent_and_all_of_it_afterwards() throws IOException {
    try (Socket socket = connect()) {
      say(socket);
      assertThat(hear(socket, WORDS.length)).isEqualTo(WORDS);
      link.become(State.SILENT);
      say(socket);
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);

      socket.setSoTimeout(PATIENCE_MS);
      link.become(State.OPEN);
      assertThat(hear(socket, WORDS.length)).isEqualTo(WORDS);
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), link.port());
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static void say(Socket socket) throws IOException {
    socket.getOutputStream().write(WORDS);
  }

  /** Up to so many bytes; fewer when the connection ends before, however it ends. */
  private static byte[] hear(Socket socket, int length) throws IOException {
    byte[] heard = new byte[length];
    int count = 0;
    try {
      while (count < length) {
        int more = socket.getInputStream().read(heard, count, length - count);
        if (more < 0) break;
        count += more;
      }
    } catch (SocketTimeoutException silence) {
      throw silence;
    } catch (IOException reset) {
      return java.util.Arrays.copyOf(heard, count);
    }
    return java.util.Arrays.copyOf(heard, count);
  }
}
