package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/** What the dashboard shows and the rules watch is there, with the labels that they go by. */
class MonitoringE2E {
  private static final Path MONITORING = Path.of("..", "..", "k8s", "monitoring");

  /** Prometheus adds them itself. */
  private static final Set<String> OF_PROMETHEUS =
      Set.of("instance", "job", "namespace", "pod", "up");

  private static final Pattern METRIC =
      Pattern.compile("\\b([a-z]+(?:_[a-z0-9]+)+|up)\\b(?:\\{([^}]*)\\})?(?!\\s*\\()");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");
  private static final Pattern MATCHER = Pattern.compile("([a-z_]+)=~?\"([^\"]*)\"");
  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-z_0-9]+)(?:\\{(.*)\\})? \\S+$");

  @Test
  void dashboard_and_rules_name_only_what_a_running_platform_measures() throws Exception {
    TestPlatform running = TestPlatform.shared();
    Api api = new Api(running.platform().address());
    long id = api.apply("alice", "Fisrtcancer");
    JsonObject seen = api.await("alice", id, "UNDERWRITING");
    api.does("sue", "/underwritings/" + seen.getLong("underwritingId") + "/approve", null);
    api.reaches("alice", id, "CONTRACTED");
    Map<String, Set<String>> measured = measured(api);

    assertThat(measured.get("vertx_http_server_requests_total"))
        .contains("route=\"/subscriptions\"", "route=\"/subscriptionViews/:id\"");
    List<String> expressions = expressions();
    assertThat(expressions).hasSizeGreaterThan(30);
    for (String expression : expressions) {
      for (MatchResult metric : metrics(expression)) {
        if (OF_PROMETHEUS.contains(metric.group(1))) continue;
        assertThat(measured).as(expression).containsKey(metric.group(1));
        assertThat(measured.get(metric.group(1)))
            .as(expression)
            .containsAll(wanted(metric.group(2)));
      }
      assertThat(measured.values().stream().flatMap(Set::stream)).containsAll(grouped(expression));
    }
  }

  /** The labels of each metric, as names and as pairs, over all services. */
  private static Map<String, Set<String>> measured(Api api) throws Exception {
    Map<String, Set<String>> measured = new HashMap<>();
    for (MatchResult sample : SAMPLE.matcher(scrape(api)).results().toList()) {
      Set<String> labels = measured.computeIfAbsent(sample.group(1), name -> new HashSet<>());
      if (sample.group(2) == null) continue;
      for (MatchResult label : MATCHER.matcher(sample.group(2)).results().toList()) {
        labels.add(label.group(1));
        labels.add(label.group());
      }
    }
    return measured;
  }

  /** All services are in one process here, so any of them shows the meters of all. */
  private static String scrape(Api api) throws Exception {
    JsonArray services = api.get("otto", "/platform/status").body().getJsonArray("services");
    String address =
        services.stream()
            .map(JsonObject.class::cast)
            .filter(service -> service.getString("name").equals("view"))
            .map(view -> view.getJsonArray("instances").getJsonObject(0).getString("address"))
            .findFirst()
            .orElseThrow();
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + address + "/metrics")).build(),
            BodyHandlers.ofString())
        .body();
  }

  private static List<MatchResult> metrics(String expression) {
    return METRIC.matcher(BY.matcher(expression).replaceAll("")).results().toList();
  }

  /** A label that is asked for exactly must have been seen so; of any other only its name. */
  private static List<String> wanted(String matchers) {
    if (matchers == null) return List.of();
    return MATCHER
        .matcher(matchers)
        .results()
        .filter(matcher -> !OF_PROMETHEUS.contains(matcher.group(1)))
        .map(matcher -> matcher.group().contains("=~") ? matcher.group(1) : matcher.group())
        .toList();
  }

  private static List<String> grouped(String expression) {
    return BY.matcher(expression)
        .results()
        .flatMap(by -> Stream.of(by.group(1).split(",\\s*")))
        .filter(label -> !OF_PROMETHEUS.contains(label))
        .toList();
  }

  private static List<String> expressions() throws IOException {
    List<String> found = new ArrayList<>();
    Map<String, Object> rules = new Yaml().load(Files.readString(MONITORING.resolve("rules.yaml")));
    collect(new JsonObject(rules), found);
    collect(new JsonObject(Files.readString(MONITORING.resolve("dashboard.json"))), found);
    return found;
  }

  private static void collect(Object node, List<String> found) {
    if (node instanceof JsonObject object) {
      if (object.getValue("expr") instanceof String expression) found.add(expression);
      object.fieldNames().forEach(name -> collect(object.getValue(name), found));
    } else if (node instanceof JsonArray array) {
      for (int i = 0; i < array.size(); i++) collect(array.getValue(i), found);
    }
  }
}
