package insurancecontract.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.micrometer.backends.BackendRegistries;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Clients cannot add time series: each is kept in memory until the process ends. */
class MetricLabelsE2E {
  private static final int VALUES = 10_000;
  private static final int VALUES_AT_EACH_SERVICE = 2_000;
  private static final int AT_ONCE = 500;

  /** Methods, paths, parameters, headers and bodies, each request with values of its own. */
  private static final List<String> KINDS =
      List.of(
          "M%1$dX /products HTTP/1.1",
          "N%1$dX /nothing/%1$d HTTP/1.1",
          "GET /nothing-%1$d?q=%1$d HTTP/1.1",
          "P%1$dX /subscriptions/%1$d/comments HTTP/1.1",
          "GET /subscriptionViews/%1$d?after=%1$d&status=S%1$d HTTP/1.1",
          "POST /subscriptions?x=%1$d HTTP/1.1",
          "POST /payments HTTP/1.1",
          "GET /payments/%1$d HTTP/1.1",
          "POST /underwritings/%1$d/assign HTTP/1.1",
          "GET /parked/p%1$d HTTP/1.1");

  @Test
  void thousands_of_values_of_all_that_a_client_chooses_add_no_series() throws Exception {
    String address = TestPlatform.shared().platform().address();
    String token = Client.token(address, "alice");
    Api api = new Api(address);
    List<String> doors = doors(api, address);
    for (String door : doors) ask(door, token, 0, AT_ONCE);
    int before = series();

    ask(doors.get(0), token, AT_ONCE, VALUES);
    for (String door : doors.subList(1, doors.size())) {
      ask(door, token, AT_ONCE, VALUES_AT_EACH_SERVICE);
    }

    // Other tests share the platform, whose background work may meet a meter for the first time.
    assertThat(series()).isLessThan(before + 50);
  }

  /** The gateway's and that of each service. */
  private static List<String> doors(Api api, String address) {
    JsonArray services = api.get("otto", "/platform/status").body().getJsonArray("services");
    List<String> doors = new ArrayList<>(List.of(URI.create(address).getAuthority()));
    services.stream()
        .map(JsonObject.class::cast)
        .filter(service -> !service.getString("name").equals("gateway"))
        .map(service -> service.getJsonArray("instances").getJsonObject(0).getString("address"))
        .forEach(doors::add);
    assertThat(doors).hasSizeGreaterThan(4);
    return doors;
  }

  private static void ask(String door, String token, int from, int to) throws IOException {
    URI address = URI.create("http://" + door);
    try (Socket socket = new Socket(address.getHost(), address.getPort())) {
      var answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      OutputStream requests = socket.getOutputStream();
      for (int next = from; next < to; next += AT_ONCE) {
        byte[] sent =
            IntStream.range(next, next + AT_ONCE)
                .mapToObj(value -> request(value, token))
                .collect(Collectors.joining())
                .getBytes(UTF_8);
        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(requests, sent));
        int answered = 0;
        while (answered < AT_ONCE) {
          String line = answers.readLine();
          assertThat(line).as("the connection of " + door).isNotNull();
          if (line.contains("HTTP/1.1 ")) answered++;
        }
        writing.join();
      }
    }
  }

  private static void write(OutputStream requests, byte[] sent) {
    try {
      requests.write(sent);
    } catch (IOException closed) {
      throw new IllegalStateException("the connection was closed", closed);
    }
  }

  private static String request(int value, String token) {
    String body = "{\"productName\":\"P%1$d\",\"subscriptionId\":\"%1$d\"}".formatted(value);
    return """
    %s
    Host: h%2$d.example
    Origin: http://o%2$d.example
    Authorization: Bearer %3$s
    Idempotency-Key: key-%2$d
    X-Forwarded-For: 10.0.0.%2$d
    User-Agent: agent-%2$d
    X-Own-%2$d: %2$d
    Accept-Language: l%2$d
    Content-Type: application/json; c=%2$d
    Content-Length: %4$d

    %5$s\
    """
        .formatted(
            KINDS.get(value % KINDS.size()).formatted(value), value, token, body.length(), body)
        .replace("\n", "\r\n");
  }

  /** All services are in one process here and share its meters. */
  private static int series() {
    return BackendRegistries.getDefaultNow().getMeters().size();
  }
}
