package insurancecontract.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.gateway.Platform.Reply;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of the pages; the browser tests run them. */
class WebPagesIT {
  private static final Pattern IMPORT =
      Pattern.compile("(?:import|from)\\s*[\"'](\\.{1,2}/[^\"']+)[\"']");
  private static final Pattern LOADED = Pattern.compile("(?:src|href)=\"(/web/[^\"]+)\"");

  private static Platform platform;

  @BeforeAll
  static void start() {
    platform = Platform.start();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  private static Reply get(String path, String header, String value) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add(header, value);
    return platform.request(HttpMethod.GET, path, headers, null);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/sign-in",
        "/sign-in/done",
        "/apply",
        "/applications",
        "/applications/17",
        "/desk",
        "/desks",
        "/platform",
        "/problems/payment-in-doubt"
      })
  void every_page_address_serves_the_one_document(String path) {
    Reply reply = platform.get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).isEqualTo("text/html; charset=utf-8");
    assertThat(reply.text()).contains("<div id=\"app\">");
  }

  @Test
  void the_document_and_everything_it_loads_is_served() {
    Deque<String> wanted = new ArrayDeque<>();
    Matcher loaded = LOADED.matcher(platform.get("/").text());
    while (loaded.find()) wanted.add(loaded.group(1));
    Set<String> seen = new HashSet<>();
    while (!wanted.isEmpty()) {
      String path = wanted.remove();
      if (!seen.add(path)) continue;
      Reply reply = platform.get(path);
      assertThat(reply.status()).as(path).isEqualTo(200);
      if (!path.endsWith(".js")) continue;
      Matcher imports = IMPORT.matcher(reply.text());
      while (imports.find()) wanted.add(URI.create(path).resolve(imports.group(1)).getPath());
    }
    assertThat(seen).contains("/web/app.js", "/web/texts/ko.js", "/web/lib/lit-html/lit-html.js");
  }

  @Test
  void an_unchanged_file_is_not_sent_again() {
    String tag = platform.get("/web/app.js").header("etag");
    Reply again = get("/web/app.js", "If-None-Match", tag);
    assertThat(again.status()).isEqualTo(304);
    assertThat(again.body().length()).isZero();
  }

  @Test
  void a_compressed_file_is_smaller_and_has_another_tag() {
    Reply plain = platform.get("/web/texts/ko.js");
    Reply zipped = get("/web/texts/ko.js", "Accept-Encoding", "gzip");
    assertThat(zipped.header("content-encoding")).isEqualTo("gzip");
    assertThat(zipped.body().length()).isLessThan(plain.body().length() / 2);
    assertThat(zipped.header("etag")).isNotEqualTo(plain.header("etag"));
  }

  @Test
  void any_tag_is_known_and_a_weight_of_zero_is_no_wish() {
    assertThat(get("/web/app.js", "If-None-Match", "*").status()).isEqualTo(304);
    for (String unwanted : List.of("gzip;q=0", "gzip; q=0.0, br", "identity")) {
      Reply plain = get("/web/app.js", "Accept-Encoding", unwanted);
      assertThat(plain.header("content-encoding")).as(unwanted).isNull();
    }
    for (String wanted : List.of("br, gzip;q=0.5", "GZIP")) {
      Reply zipped = get("/web/app.js", "Accept-Encoding", wanted);
      assertThat(zipped.header("content-encoding")).as(wanted).isEqualTo("gzip");
    }
  }

  @Test
  void the_policy_allows_neither_foreign_nor_inline_scripts() {
    Reply reply = platform.get("/");
    assertThat(reply.header("content-security-policy"))
        .contains("default-src 'none'", "script-src 'self'", "connect-src 'self';")
        .doesNotContain("unsafe");
    assertThat(reply.text()).doesNotContainPattern("<script>|<style>|style=|onclick|https?:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/web/",
        "/web/nothing.js",
        "/web/lib/lit-html/",
        "/web/lib/swagger-ui/swagger-ui.js",
        "/web/lib/lit-html/package.json",
        "/web/..%2finsurancecontract/gateway/docs/openapi.yaml",
        "/web/%2e%2e/logback.js"
      })
  void only_files_of_the_pages_are_served(String path) {
    Reply reply = platform.get(path);
    assertThat(reply.status()).isIn(400, 404);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
  }

  @Test
  void a_browser_at_an_unknown_address_gets_a_page() {
    Reply reply = get("/nowhere", "Accept", "text/html,application/xhtml+xml");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.header("content-type")).startsWith("text/html");
  }

  @Test
  void a_trial_platform_offers_its_demo_users() {
    JsonObject config = platform.get("/web/config.json").json();
    assertThat(config.getString("mode")).isEqualTo("standalone");
    assertThat(config.getJsonArray("demoUsers"))
        .contains(new JsonObject("{\"name\": \"alice\", \"roles\": [\"customer\"]}"));
    assertThat(config.encode()).doesNotContain("password");
  }

  @Test
  void users_with_a_secret_password_are_not_offered() {
    JsonObject settings =
        new JsonObject(
            """
            {"DEMO_USERS": [
              {"name": "ann", "roles": ["customer"], "password": "quite secret"},
              {"name": "ben", "roles": ["customer"]}]}
            """);
    try (Platform other = Platform.start(settings)) {
      assertThat(other.get("/web/config.json").json().getJsonArray("demoUsers"))
          .containsExactly(new JsonObject("{\"name\": \"ben\", \"roles\": [\"customer\"]}"));
    }
  }

  @Test
  void otherwise_the_pages_know_the_identity_provider_and_may_connect_to_it() {
    JsonObject settings =
        new JsonObject()
            .put("ISSUER_BUILTIN", false)
            .put("IDENTITY_ISSUER", "https://id.example/realms/r")
            .put("WEB_CLIENT_ID", "the-pages");
    try (Platform other = Platform.start(settings)) {
      JsonObject config = other.get("/web/config.json").json();
      assertThat(config.getString("mode")).isEqualTo("oidc");
      assertThat(config.getString("clientId")).isEqualTo("the-pages");
      assertThat(other.get("/").header("content-security-policy"))
          .contains("connect-src 'self' https://id.example;");
    }
  }
}
