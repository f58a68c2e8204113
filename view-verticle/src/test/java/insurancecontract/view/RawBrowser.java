package insurancecontract.view;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** A browser's WebSocket that reads only when it is told to. */
final class RawBrowser implements AutoCloseable {
  private static final String HANDSHAKE =
      """
      GET /eventbus/websocket HTTP/1.1
      Host: localhost
      Upgrade: websocket
      Connection: Upgrade
      Sec-WebSocket-Version: 13
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==

      """;
  private static final int TEXT_FRAME = 0x81;
  private static final int MASKED = 0x80;
  private static final int LENGTH_FOLLOWS = 126;

  private final Socket socket = new Socket();
  private final InputStream in;

  /** Connects to the bridge; the operating system keeps little of what is not read. */
  RawBrowser(int port) {
    try {
      socket.setReceiveBufferSize(4_096);
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      socket
          .getOutputStream()
          .write(HANDSHAKE.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      in = new BufferedInputStream(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    long unused = readUntil("\r\n\r\n");
  }

  /** Asks to listen at an address. */
  void register(String address, String token) {
    send(
        new JsonObject()
            .put("type", "register")
            .put("address", address)
            .put("headers", new JsonObject().put("token", token)));
  }

  /** Frames of a client are masked; a mask of zeros changes nothing. */
  private void send(JsonObject message) {
    byte[] text = message.toBuffer().getBytes();
    ByteBuffer frame = ByteBuffer.allocate(text.length + 8).put((byte) TEXT_FRAME);
    if (text.length < LENGTH_FOLLOWS) {
      frame.put((byte) (MASKED | text.length));
    } else {
      frame.put((byte) (MASKED | LENGTH_FOLLOWS)).putShort((short) text.length);
    }
    frame.putInt(0).put(text);
    try {
      socket.getOutputStream().write(frame.array(), 0, frame.position());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads on, and throws away, until this has come; fails when the connection ends before.
   *
   * @return how many bytes it took
   */
  long readUntil(String text) {
    long taken = 0;
    int matched = 0;
    while (matched < text.length()) {
      int next = read();
      taken++;
      if (next < 0) throw new AssertionError("The connection ended before " + text);
      if (next == text.charAt(matched)) {
        matched++;
      } else {
        matched = next == text.charAt(0) ? 1 : 0;
      }
    }
    return taken;
  }

  private int read() {
    try {
      return in.read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
