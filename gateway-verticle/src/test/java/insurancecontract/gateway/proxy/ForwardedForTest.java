package insurancecontract.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedForTest {
  private static final String PROXY = "10.1.2.3";

  private final ForwardedFor forwarded =
      new ForwardedFor(
          new TrustedProxies(
              Stream.of("10.1.0.0/16", "::1")
                  .map(text -> TrustedProxies.network(text).orElseThrow())
                  .toList()));
  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

  private String client(String peer) {
    return forwarded.clientAddress(SocketAddress.inetSocketAddress(50_001, peer), headers);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "203.0.113.10                | 203.0.113.10",
        "6.6.6.6, 203.0.113.10       | 203.0.113.10",
        "203.0.113.10:50001          | 203.0.113.10",
        "2001:db8::1                 | 2001:db8::1",
        "2001:DB8:0::1               | 2001:db8::1",
        "[2001:db8::1]               | 2001:db8::1",
        "[2001:db8::1]:443           | 2001:db8::1",
        "6.6.6.6, unknown            | 10.1.2.3",
        "203.0.113.10,               | 10.1.2.3",
        "host.example                | 10.1.2.3",
      })
  void a_trusted_proxy_names_the_client_last(String value, String client) {
    headers.add("X-Forwarded-For", value);
    assertThat(client(PROXY)).isEqualTo(client);
  }

  @Test
  void the_last_line_counts_because_a_client_may_have_sent_the_first() {
    headers.add("X-Forwarded-For", "6.6.6.6").add("X-Forwarded-For", "7.7.7.7, 203.0.113.10");
    assertThat(client(PROXY)).isEqualTo("203.0.113.10");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "for=203.0.113.10                                    | 203.0.113.10",
        "For=\"203.0.113.10:50001\";proto=https              | 203.0.113.10",
        "proto=https;for=\"[2001:db8::1]:443\"               | 2001:db8::1",
        "for=6.6.6.6, for=203.0.113.10;by=10.1.2.3           | 203.0.113.10",
        "for=6.6.6.6, by=10.1.2.3                            | 10.1.2.3",
        "for=6.6.6.6, for=_hidden                            | 10.1.2.3",
      })
  void the_standard_header_counts_as_well(String value, String client) {
    headers.add("Forwarded", value);
    assertThat(client(PROXY)).isEqualTo(client);
  }

  @Test
  void two_headers_that_differ_name_nobody() {
    headers.add("X-Forwarded-For", "203.0.113.10").add("Forwarded", "for=6.6.6.6");
    assertThat(client(PROXY)).isEqualTo(PROXY);
    headers.set("Forwarded", "for=203.0.113.10");
    assertThat(client(PROXY)).isEqualTo("203.0.113.10");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.2.0.1", "192.0.2.7", "2001:db8:0:0:0:0:0:2"})
  void nobody_else_names_a_client(String peer) {
    headers.add("X-Forwarded-For", "203.0.113.10").add("Forwarded", "for=203.0.113.10");
    assertThat(client(peer)).isEqualTo(peer);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "proxy.example", "10.1.2.3/33", "10.1.2.3/x", "::1/129", "10.1.2"})
  void what_is_no_network_is_refused(String text) {
    assertThat(TrustedProxies.network(text)).isEmpty();
  }
}
