package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.Platform.Reply;
import insurancecontract.gateway.Platform.StandIn;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RoutingIT {
  private static Platform platform;
  private static String alice;

  @BeforeAll
  static void start() {
    platform = Platform.start();
    for (String name : new String[] {"subscription", "payment", "underwriting", "view"}) {
      StandIn unused = platform.service(name);
    }
    alice = platform.token("alice");
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/subscriptions, subscription",
    "/subscriptions/1, subscription",
    "/subscriptions/1/unheard-of, subscription",
    "/products, subscription",
    "/payments/1, payment",
    "/underwritings?status=WAITING, underwriting",
    "/underwriters, underwriting",
    "/subscriptionViews/1?x=%2F, view"
  })
  void each_resource_is_answered_by_its_service(String uri, String service) {
    Reply reply = platform.get(uri, alice);
    assertThat(reply.json()).isEqualTo(new JsonObject().put("service", service).put("uri", uri));
  }

  @ParameterizedTest
  @CsvSource({
    "//underwritings/1, /underwritings/1",
    "/underwritings//1, /underwritings/1",
    "///payments?a=//b, /payments?a=//b"
  })
  void doubled_slashes_are_collapsed(String uri, String seen) {
    assertThat(platform.get(uri, alice).json().getString("uri")).isEqualTo(seen);
  }

  @ParameterizedTest
  @CsvSource({
    "/subsciptionViews, /subscriptionViews",
    "//subsciptionViews, /subscriptionViews",
    "/subsciptionViews/3?limit=5&x=%20, /subscriptionViews/3?limit=5&x=%20"
  })
  void the_misspelt_view_redirects_to_the_right_spelling(String uri, String location) {
    Reply reply = platform.get(uri);
    assertThat(reply.status()).isEqualTo(308);
    assertThat(reply.header("location")).isEqualTo(location);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/nothing", "/subscriptionsx", "/health/live", "/health/ready", "/metrics"})
  void an_unknown_address_is_not_found(String uri) {
    Reply reply = platform.get(uri, alice);
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.code()).isEqualTo("NOT_FOUND");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/a/../subscriptions", "/%2e%2e/payments", "/payments%2f1", "/payments/%zz"})
  void an_ambiguous_path_is_refused(String uri) {
    Reply reply = platform.get(uri, alice);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/payments/1", "/products", "/", "/web/app.js", "/openapi.yaml"})
  void head_is_get_without_the_body(String uri) {
    Reply get = platform.get(uri, alice);
    Reply head = platform.request(HttpMethod.HEAD, uri, Platform.bearer(alice), null);
    assertThat(head.status()).isEqualTo(get.status()).isEqualTo(200);
    assertThat(head.body().length()).isZero();
    assertThat(head.header("content-type")).isEqualTo(get.header("content-type"));
  }

  @Test
  void a_method_that_is_not_allowed_is_answered_with_those_that_are() {
    Reply reply =
        platform.request(HttpMethod.DELETE, "/subscriptions/1", Platform.bearer(alice), null);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.code()).isEqualTo("METHOD_NOT_ALLOWED");
    assertThat(reply.header("allow")).isEqualTo("GET, PATCH");
  }

  @Test
  void the_gateways_own_paths_check_their_methods_too() {
    Reply reply =
        platform.request(HttpMethod.GET, "/auth/token", MultiMap.caseInsensitiveMultiMap(), null);
    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.header("allow")).isEqualTo("POST");
  }
}
