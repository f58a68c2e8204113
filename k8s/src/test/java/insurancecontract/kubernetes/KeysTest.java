package insurancecontract.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.cluster.ClusterSettings;
import insurancecontract.chassis.http.HttpSettings;
import insurancecontract.chassis.http.ManagementSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.launch.Services;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What services are told, against what their code reads. */
@ExtendWith(Kustomize.class)
class KeysTest {
  /** No settings: the JVM and the logging read them, before there are any. */
  private static final Set<String> BEFORE_SETTINGS = Set.of("JAVA_TOOL_OPTIONS", "LOG_FORMAT");

  @Overlays
  void every_key_is_one_that_the_code_reads(String overlay) throws IOException {
    Set<String> known = keys(row -> true);
    known.addAll(BEFORE_SETTINGS);
    for (Resource service : services(overlay)) {
      assertThat(known)
          .as("what is set for %s", service.name())
          .containsAll(unscoped(service, Told.of(overlay, service).keySet()));
    }
  }

  /** Whoever changes a ConfigMap that is read through the API expects the change to matter. */
  @Overlays
  void what_is_read_through_the_api_takes_effect_while_running(String overlay) throws IOException {
    Set<String> live = keys(row -> row.contains("⟳"));
    for (Resource service : services(overlay)) {
      assertThat(live)
          .as("the ConfigMap of %s", service.name())
          .containsAll(unscoped(service, Told.changing(overlay, service).keySet()));
    }
  }

  @Overlays
  void every_service_takes_what_it_is_told(String overlay) throws Exception {
    for (Resource service : services(overlay)) {
      assertThat(refusal(service, Told.of(overlay, service))).as(service.name()).isEmpty();
    }
  }

  /** In the clear anybody can listen, and without a name anybody can write. */
  @Overlays
  void only_a_laptops_broker_is_reached_without_tls_and_a_name(String overlay) {
    boolean isLaptop = overlay.equals("overlays/dev");
    for (Resource service : services(overlay)) {
      if (!Services.WITH_DATABASE.contains(service.name())) continue;
      Map<String, String> told = Told.of(overlay, service);
      assertThat(told.containsKey("KAFKA_USER")).as(service.name()).isEqualTo(!isLaptop);
      if (isLaptop) continue;
      assertThat(mounted(service)).as(service.name()).contains(told.get("KAFKA_TRUST_STORE"));
    }
    for (Resource kafka : Kustomize.render(overlay)) {
      if (!kafka.is("Kafka")) continue;
      assertThat(Resource.each(kafka.at("/spec/kafka/listeners")))
          .isNotEmpty()
          .allMatch(listener -> listener.path("tls").asBoolean())
          .allMatch(
              listener -> listener.at("/authentication/type").asText().equals("scram-sha-512"));
    }
  }

  /** The files that come of secrets. */
  private static List<String> mounted(Resource service) {
    List<String> files = new ArrayList<>();
    Resource.each(service.at("/spec/template/spec/volumes"))
        .forEach(
            volume ->
                service
                    .containers()
                    .flatMap(container -> Resource.each(container.path("volumeMounts")))
                    .filter(mount -> mount.path("name").equals(volume.path("name")))
                    .forEach(
                        mount ->
                            Resource.each(volume.at("/secret/items"))
                                .map(item -> item.path("path").asText())
                                .map(file -> mount.path("mountPath").asText() + "/" + file)
                                .forEach(files::add)));
    return files;
  }

  /** The simulator charges nobody. */
  @Overlays
  void only_a_laptop_does_without_a_payment_provider(String overlay) {
    Resource payment =
        services(overlay).stream()
            .filter(service -> service.name().equals(Services.PAYMENT))
            .findFirst()
            .orElseThrow();
    boolean isLaptop = overlay.equals("overlays/dev");
    assertThat(Told.of(overlay, payment).getOrDefault("PROVIDER", "simulator"))
        .isEqualTo(isLaptop ? "simulator" : "http");
  }

  /** That the rule above can tell. */
  @Test
  void a_key_that_is_missing_would_be_noticed() throws Exception {
    String overlay = "overlays/production";
    for (Resource service : services(overlay)) {
      Map<String, String> told = Told.of(overlay, service);
      told.remove("IDENTITY_ISSUER");
      assertThat(refusal(service, told))
          .as(service.name())
          .hasValueSatisfying(
              refused -> assertThat(refused).hasMessageContaining("IDENTITY_ISSUER"));
    }
  }

  @Overlays
  void the_ports_are_those_that_the_code_opens(String overlay) {
    for (Resource service : services(overlay)) {
      JsonObject told = json(Told.of(overlay, service));
      String scope = scope(service);
      Map<String, Integer> opened = new TreeMap<>();
      opened.put(
          service.name().equals(Services.GATEWAY) ? "public" : "internal",
          Settings.bind(told, scope, HttpSettings::from).port());
      opened.put("management", Settings.bind(told, scope, ManagementSettings::from).port());
      Settings.bind(told, scope, ClusterSettings::from).ifPresent(it -> opened.putAll(ports(it)));
      assertThat(Pod.of(List.of(service)).get(0).ports()).isEqualTo(opened);
    }
  }

  private static Map<String, Integer> ports(ClusterSettings cluster) {
    return Map.of("members", cluster.port(), "alive", cluster.port() + 1, "bus", cluster.busPort());
  }

  @Overlays
  void whatever_is_referred_to_is_there(String overlay) throws IOException {
    List<Resource> resources = Kustomize.render(overlay);
    Set<String> configMaps =
        resources.stream()
            .filter(resource -> resource.is("ConfigMap"))
            .map(Resource::name)
            .collect(Collectors.toSet());
    Set<String> secrets = secrets(overlay, resources);
    for (Resource workload : resources) {
      if (!workload.isWorkload()) continue;
      assertThat(configMaps).as("%s", workload).containsAll(named(workload, "configMap"));
      assertThat(secrets).as("%s", workload).containsAll(named(workload, "secret"));
    }
  }

  /** Only names of secrets may stand here. */
  @Overlays
  void no_secret_is_in_the_repository(String overlay) {
    for (Resource resource : Kustomize.render(overlay)) {
      assertThat(resource.is("Secret")).as("%s", resource).isFalse();
      if (resource.is("ConfigMap")) {
        assertThat(Resource.fields(resource.at("/data")).keySet())
            .as("%s", resource)
            .noneMatch(KeysTest::isSecret);
      }
      resource
          .containers()
          .flatMap(container -> Resource.each(container.path("env")))
          .filter(entry -> isSecret(entry.path("name").asText()))
          .forEach(entry -> assertThat(entry.has("value")).as("%s %s", resource, entry).isFalse());
    }
  }

  private static boolean isSecret(String key) {
    return Pattern.compile("SECRET|PASSWORD|TOKEN_|_KEY$").matcher(key).find();
  }

  /**
   * Those that stand in the file for laptops or the README for production, or that an operator
   * makes.
   */
  private static Set<String> secrets(String overlay, List<Resource> resources) throws IOException {
    Set<String> secrets = new TreeSet<>();
    resources.stream()
        .filter(resource -> resource.is("Cluster"))
        .forEach(database -> secrets.add(database.name() + "-app"));
    secrets.addAll(Strimzi.secrets(resources));
    Path script = Path.of(overlay, "secrets.sh");
    boolean isMade = Files.exists(script);
    String text = Files.readString(isMade ? script : Path.of("README.md"));
    String row = isMade ? "(?m)^ *secret \"?([a-z$-]+)" : "(?m)^\\| `([a-z-]+)` \\|";
    for (MatchResult found : Pattern.compile(row).matcher(text).results().toList()) {
      for (String service : Services.WITH_DATABASE) {
        secrets.add(found.group(1).replace("$service", service));
      }
    }
    return secrets;
  }

  /** The names under every reference of a kind, wherever it stands. */
  private static Set<String> named(Resource workload, String kind) {
    Set<String> names = new TreeSet<>();
    for (String reference : List.of(kind + "KeyRef", kind + "Ref", kind)) {
      workload
          .json()
          .findValues(reference)
          .forEach(
              found -> names.add(found.path(found.has("name") ? "name" : "secretName").asText()));
    }
    return names;
  }

  /** What a service says of its settings, at a start where nothing that it needs can be reached. */
  private static Optional<SettingsRefused> refusal(Resource service, Map<String, String> told)
      throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      JsonObject here =
          json(told)
              .put("HTTP_HOST", "127.0.0.1")
              .put("HTTP_PORT", 0)
              .put("MANAGEMENT_PORT", 0)
              .put("POSTGRES_HOST", "127.0.0.1")
              .put("POSTGRES_PORT", 1)
              .put("KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
      vertx
          .deployVerticle(Services.verticle(service.name()).apply(SettingsSource.fixed(here)))
          .toCompletionStage()
          .toCompletableFuture()
          .get(60, TimeUnit.SECONDS);
      return Optional.empty();
    } catch (ExecutionException e) {
      return Optional.of(e.getCause())
          .filter(SettingsRefused.class::isInstance)
          .map(SettingsRefused.class::cast);
    } finally {
      vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }

  private static List<Resource> services(String overlay) {
    List<Resource> services =
        Kustomize.render(overlay).stream().filter(resource -> resource.is("Deployment")).toList();
    assertThat(services).hasSize(Services.ALL.size());
    return services;
  }

  private static Set<String> unscoped(Resource service, Set<String> keys) {
    String scope = scope(service) + "_";
    return keys.stream()
        .filter(key -> Services.ALL.stream().noneMatch(other -> isOf(other, service, key)))
        .map(key -> key.startsWith(scope) ? key.substring(scope.length()) : key)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether a key is for another service alone. */
  private static boolean isOf(String other, Resource service, String key) {
    return !other.equals(service.name())
        && !other.equals(Services.PAYMENT)
        && key.startsWith(other.toUpperCase(Locale.ROOT) + "_");
  }

  private static String scope(Resource service) {
    return service.name().toUpperCase(Locale.ROOT);
  }

  /** The keys of the README's table, which a test of its own holds against the code. */
  private static Set<String> keys(Predicate<String> row) throws IOException {
    String readme = Files.readString(Path.of("..", "README.md"));
    Pattern key = Pattern.compile("`([A-Z][A-Z0-9_]+)`");
    try (Stream<String> rows = readme.substring(readme.indexOf("## Settings")).lines()) {
      return rows.filter(line -> line.startsWith("| `"))
          .map(line -> line.split("\\|", -1)[1])
          .filter(row)
          .flatMap(line -> key.matcher(line).results())
          .map(found -> found.group(1))
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  private static JsonObject json(Map<String, String> values) {
    JsonObject json = new JsonObject();
    values.forEach(json::put);
    return json;
  }
}
