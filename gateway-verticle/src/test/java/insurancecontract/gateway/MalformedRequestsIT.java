package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.Platform.StandIn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Malformed and ambiguous requests are refused before a service is called. */
class MalformedRequestsIT {
  private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
  private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

  private static final String UPGRADE =
      "Connection: Upgrade~Upgrade: websocket~Sec-WebSocket-Version: 13~"
          + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==~";

  private static Platform platform;
  private static List<StandIn> services;
  private static String alice;

  @BeforeAll
  static void start() {
    platform = Platform.start();
    services = List.of(platform.service("payment"), platform.service("view"));
    alice = platform.token("alice");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @AfterEach
  void no_service_was_asked() {
    assertThat(services).allSatisfy(service -> assertThat(service.asked).isEmpty());
    services.forEach(service -> service.asked.clear());
  }

  /** Tildes stand for line ends. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400 | GET /eventbus/../metrics HTTP/1.1~Host: x~~",
        "400 | GET /eventbus/%2e%2e/metrics HTTP/1.1~Host: x~~",
        "400 | GET /eventbus/.%2E/metrics HTTP/1.1~Host: x~~",
        "400 | GET /eventbus/%2e/info HTTP/1.1~Host: x~~",
        "404 | GET //eventbus//info HTTP/1.1~Host: x~~",
        "400 | GET /eventbus/../metrics HTTP/1.1~Host: x~" + UPGRADE + "~",
        "400 | GET /eventbus/%2e%2e/subscriptionViews HTTP/1.1~Host: x~" + UPGRADE + "~",
        "400 | GET /payments HTTP/1.1~Host: x~TOKEN~" + UPGRADE + "~",
        "400 | GET /web/config.json HTTP/1.1~Host: x~" + UPGRADE + "~",
        "400 | GET /payments?x=% HTTP/1.1~Host: x~TOKEN~~",
        "400 | GET /payments?x=%zz HTTP/1.1~Host: x~TOKEN~~",
        "400 | POST /auth/token?x=% HTTP/1.1~Host: x~Content-Length: 3~Content-Type:"
            + " application/x-www-form-urlencoded~~a=b",
        "400 | POST /auth/token HTTP/1.1~Host: x~Content-Length: 3~Content-Type:"
            + " application/x-www-form-urlencoded~~a=%",
        "415 | POST /auth/token HTTP/1.1~Host: x~Content-Length: 3~Content-Type:"
            + " multipart/form-data; boundary=~~a=b",
        "400 | POST /payments HTTP/1.0~Host: x~TOKEN~Content-Length: 3~Transfer-Encoding:"
            + " chunked~~0~~",
        "400 | POST /payments HTTP/1.1~Host: x~TOKEN~Transfer-Encoding: chunked, identity~~0~~",
        "400 | POST /payments HTTP/1.1~Host: x~TOKEN~Transfer-Encoding: identity~~0~~",
        "400 | POST /payments HTTP/1.0~Host: x~TOKEN~Transfer-Encoding: chunked~~0~~",
        "400 | POST /payments HTTP/1.1~Host: x~TOKEN~Content-Length: 3~Content-Length: 4~~abcd",
        "400 | POST /payments HTTP/1.1~Host: x~TOKEN~Content-Length: +3~~abc",
        "400 | GET /payments HTTP/1.1~Host: x~Host: y~TOKEN~~",
        "400 | GET /payments HTTP/1.1~Host:~TOKEN~~",
        "400 | GET /payments HTTP/1.1~TOKEN~~",
        "400 | GET /payments HTTP/1.1~Host: x.~TOKEN~~",
        "400 | GET /payments HTTP/1.1~Host: x.:80~TOKEN~~",
        "400 | GET /payments HTTP/1.1~Host: x~TOKEN~TOKEN~~",
        "417 | GET /payments HTTP/1.1~Host: x~TOKEN~Expect: 200-maybe~~"
      })
  void a_request_that_is_not_clear_is_refused(int status, String request) throws IOException {
    String token = "Authorization: Bearer " + alice;
    String text = request.strip().replace("TOKEN", token).replace("~", "\r\n");
    String answer = answer(text.getBytes(StandardCharsets.ISO_8859_1), false);
    assertThat(answer).startsWith("HTTP/1.").contains(" " + status + " ");
    assertThat(answer).contains("application/problem+json").contains("\"status\":" + status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Host: x~Transfer-Encoding: chunked, identity~~0~~",
        "Host: x~Host: y~Content-Length: 0~~",
        "Host: x.~Content-Length: 0~~"
      })
  void the_connection_is_closed_after_ambiguous_framing(String rest) throws IOException {
    String smuggled = "GET /payments HTTP/1.1~Host: x~Authorization: Bearer " + alice + "~~";
    String text = ("POST /payments HTTP/1.1~" + rest + smuggled).replace("~", "\r\n");
    String answer = answer(text.getBytes(StandardCharsets.ISO_8859_1), true);
    assertThat(answer).containsOnlyOnce("HTTP/1.1 400").doesNotContain(" 200 ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ":method=GET|:scheme=http|:authority=x|:path=/eventbus/../metrics",
        ":method=GET|:scheme=http|:authority=x|:path=/eventbus/%2e%2e/metrics",
        ":method=GET|:scheme=http|:authority=x|:path=/payments?a b|x-note=a",
        ":method=GET|:scheme=http|:authority=x|:path=/payments|x-note=a\r\nb: c",
        ":method=GET|:scheme=http|:authority=x|:path=/payments|x-note=a\nb",
        ":method=GET|:scheme=http|:authority=x|:path=/payments|x-note=a\0b",
        ":method=GET|:scheme=http|:authority=x.|:path=/payments|x-note=a"
      })
  void the_same_holds_over_http_2(String fields) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(PREFACE.getBytes(StandardCharsets.ISO_8859_1));
    bytes.write(SETTINGS);
    byte[] block = block(fields);
    // HEADERS of stream 1, which ends the headers and the stream.
    bytes.write(new byte[] {0, 0, (byte) block.length, 1, 5, 0, 0, 0, 1});
    bytes.write(block);
    assertThat(answer(bytes.toByteArray(), false)).contains("\"status\":400");
  }

  /** HPACK: literal fields without indexing. */
  private static byte[] block(String fields) throws IOException {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    for (String field : fields.split("\\|", -1)) {
      String[] parts = field.split("=", 2);
      block.write(0);
      for (String part : parts) {
        block.write(part.length());
        block.write(part.getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return block.toByteArray();
  }

  /** Sends bytes, and reads until the gateway closes, or else the problem has arrived. */
  private static String answer(byte[] request, boolean closing) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), platform.gateway.port())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request);
      StringBuilder answer = new StringBuilder();
      byte[] part = new byte[8_192];
      int length = socket.getInputStream().read(part);
      while (length >= 0) {
        answer.append(new String(part, 0, length, StandardCharsets.ISO_8859_1));
        if (!closing && answer.indexOf("\"correlationId\":") >= 0) break;
        length = socket.getInputStream().read(part);
      }
      return answer.toString();
    }
  }
}
