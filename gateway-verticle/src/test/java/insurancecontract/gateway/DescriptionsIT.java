package insurancecontract.gateway;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.Topics;
import insurancecontract.gateway.Platform.Reply;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.OutputUnit;
import io.vertx.openapi.contract.OpenAPIVersion;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

class DescriptionsIT {
  private static Platform platform;

  @BeforeAll
  static void start() {
    platform = Platform.start();
  }

  @AfterAll
  static void stop() {
    platform.close();
  }

  @Test
  void the_served_description_is_the_one_in_docs() throws Exception {
    Reply reply = platform.get("/openapi.yaml");
    assertThat(reply.header("content-type")).isEqualTo("application/yaml");
    assertThat(reply.text()).isEqualTo(Files.readString(Path.of("../docs/openapi.yaml")));
  }

  @Test
  void the_description_of_the_api_is_openapi_3_1() {
    JsonObject document =
        new JsonObject(new Yaml().<Map<String, Object>>load(served("/openapi.yaml")));
    OutputUnit verdict =
        await(
            OpenAPIVersion.V3_1
                .getRepository(platform.vertx, "app://")
                .compose(
                    rules ->
                        OpenAPIVersion.V3_1.validateContract(platform.vertx, rules, document)));
    assertThat(verdict.getValid()).isTrue();
  }

  @Test
  void the_description_of_the_events_names_the_topics_and_their_dead_letters() {
    Stream<String> addresses =
        map(events().get("channels")).values().stream()
            .map(DescriptionsIT::map)
            .filter(channel -> channel.get("servers").toString().contains("#/servers/broker"))
            .map(channel -> channel.get("address").toString());
    assertThat(addresses)
        .containsExactlyInAnyOrderElementsOf(
            Topics.ALL.stream().flatMap(topic -> Stream.of(topic, topic + ".dlq")).toList());
  }

  @ParameterizedTest
  @MethodSource("published")
  void every_field_of_an_event_is_described_and_no_other(Class<?> event) {
    Map<?, ?> schema =
        map(map(map(events().get("components")).get("schemas")).get(event.getSimpleName()));
    assertThat(map(schema.get("properties")).keySet())
        .isEqualTo(
            Set.copyOf(
                Arrays.stream(event.getRecordComponents()).map(RecordComponent::getName).toList()));
  }

  static Stream<Class<?>> published() {
    return Arrays.stream(Event.class.getPermittedSubclasses())
        .flatMap(kind -> Arrays.stream(kind.getPermittedSubclasses()));
  }

  private static String served(String path) {
    return platform.get(path).text();
  }

  private static Map<?, ?> events() {
    return new Yaml().load(served("/asyncapi.yaml"));
  }

  private static Map<?, ?> map(Object value) {
    return (Map<?, ?>) value;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/docs"})
  void pages_contain_no_inline_script_and_no_other_host(String path) {
    Reply reply = platform.get(path);
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.header("content-type")).startsWith("text/html");
    assertThat(reply.header("content-security-policy"))
        .containsPattern("default-src '(self|none)'")
        .contains("frame-ancestors 'none'");
    assertThat(reply.text()).doesNotContain("http:").doesNotContain("https:");
    assertThat(reply.text()).doesNotContainPattern("<script>|<style>|onclick");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/pages/docs.js",
        "/pages/swagger-ui/swagger-ui.css",
        "/pages/swagger-ui/swagger-ui-bundle.js"
      })
  void everything_that_the_pages_load_is_served(String path) {
    assertThat(platform.get(path).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/pages/swagger-ui/nothing.js", "/pages/swagger-ui/../../x", "/pages/"})
  void a_missing_file_is_a_problem_document(String path) {
    Reply reply = platform.get(path);
    assertThat(reply.status()).isBetween(400, 404);
    assertThat(reply.header("content-type")).isEqualTo("application/problem+json");
  }
}
