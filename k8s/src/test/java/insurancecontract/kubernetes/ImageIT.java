package insurancecontract.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.EmbeddedKafka;
import insurancecontract.embedded.EmbeddedPostgres;
import insurancecontract.gateway.issuer.IssuerKey;
import insurancecontract.launch.Services;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The image of the services as it was built on a base of the build, against how pods run it. */
@Tag("proof")
@ExtendWith(Kustomize.class)
class ImageIT {
  private static final Path PROCESSES = Path.of("..", "platform", "processes");
  private static final String VERSION = "org.opencontainers.image.version";
  private static final long ENDS_WITHIN_SECONDS = 60;

  private static Image image;

  @BeforeAll
  static void read() throws IOException {
    image = Image.read(PROCESSES.resolve(Path.of("target", "image", "test.tar")));
  }

  @Test
  void it_stands_on_the_base_that_the_build_was_given() {
    assertThat(image.text("etc/os-release")).isEqualTo("NAME=\"a test\"\n");
    assertThat(Resource.texts(image.config().path("Env"))).containsExactly("PATH=/usr/bin:/bin");
  }

  @Test
  void the_base_that_it_has_otherwise_never_changes_by_itself() throws IOException {
    assertThat(Files.readString(PROCESSES.resolve("pom.xml")))
        .containsPattern("<image.base>[a-z0-9./-]+:nonroot@sha256:[0-9a-f]{64}</image.base>");
  }

  @Overlays
  void pods_run_this_image_and_this_version(String overlay) {
    assertThat(containers(overlay))
        .extracting(container -> container.path("image").asText())
        .containsOnly(image.name());
    assertThat(image.name()).endsWith(":" + image.config().at("/Labels").path(VERSION).asText());
  }

  @Overlays
  void pods_run_it_as_the_user_that_it_names(String overlay) {
    for (Resource service : services(overlay)) {
      JsonNode pod = service.at("/spec/template/spec/securityContext");
      assertThat(image.config().path("User").asText())
          .as("%s", service)
          .isEqualTo(pod.path("runAsUser").asText() + ":" + pod.path("runAsGroup").asText());
    }
  }

  @Overlays
  void pods_name_the_service_and_leave_the_command_to_the_image(String overlay) {
    for (Resource service : services(overlay)) {
      JsonNode container = service.containers().findFirst().orElseThrow();
      assertThat(Resource.texts(container.path("args"))).containsExactly(service.name());
      assertThat(container.has("command")).as("%s", service).isFalse();
    }
  }

  @Overlays
  void pods_are_asked_at_the_ports_that_it_opens(String overlay) {
    Set<String> opened = new TreeSet<>();
    image.config().path("ExposedPorts").fieldNames().forEachRemaining(opened::add);
    Set<String> asked =
        Pod.of(services(overlay)).stream()
            .flatMap(pod -> pod.ports().values().stream())
            // A cluster is one way of several to run it.
            .filter(port -> !Pod.OF_A_MEMBER.containsValue(port))
            .map(port -> port + "/tcp")
            .collect(Collectors.toSet());
    assertThat(opened).isEqualTo(asked);
  }

  /**
   * A release without new libraries then brings some hundred kilobytes to a node that has the last
   * one.
   */
  @Test
  void libraries_of_others_are_a_layer_of_their_own() {
    List<String> others = image.layer("dependencies").files();
    List<String> ours = image.layer("project dependencies").files();
    String version = image.name().substring(image.name().indexOf(':') + 1);
    assertThat(ours)
        .contains("chassis-core-" + version + ".jar", "payment-verticle-" + version + ".jar")
        .doesNotContainAnyElementsOf(others);
    assertThat(others).hasSizeGreaterThan(ours.size()).noneMatch(ours::contains);
    assertThat(others).noneMatch(file -> file.endsWith("-" + version + ".jar"));
  }

  /** The same files make the same layers, whenever and by whomever they are built. */
  @Test
  void nothing_in_it_tells_the_time_or_the_builder() {
    assertThat(image.created()).isEqualTo("2026-01-01T00:00:00Z");
    for (Image.Layer layer : image.layers()) {
      assertThat(layer.entries())
          .extracting(Image.Entry::header)
          .as(layer.comment())
          .allMatch(entry -> entry.getLastModifiedTime().toMillis() <= 1_000)
          .allMatch(entry -> entry.getLongUserId() == 0 && entry.getLongGroupId() == 0)
          .allMatch(entry -> entry.getUserName().isEmpty());
    }
    assertThat(image.text("app/bom.json")).doesNotContain("timestamp");
  }

  @Test
  void its_bill_of_materials_names_every_library() throws IOException {
    JsonNode bill = new ObjectMapper().readTree(image.text("app/bom.json"));
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    List<String> named =
        Resource.each(bill.path("components"))
            .map(part -> part.path("name").asText() + "-" + part.path("version").asText() + ".jar")
            .toList();
    List<String> there = new ArrayList<>(image.layer("dependencies").files());
    there.addAll(image.layer("project dependencies").files());
    assertThat(named).containsExactlyInAnyOrderElementsOf(there);
  }

  /** The command, the arguments and the environment of a pod, on the files of the image. */
  @Test
  void a_service_starts_from_it_and_writes_nothing_beside_its_temporary_files(
      @TempDir Path root, @TempDir Path temporary) throws IOException, InterruptedException {
    String overlay = "overlays/production";
    Resource view = service(overlay, Services.VIEW);
    image.unpack(root);
    List<String> unpacked = files(root);

    try (var postgres = EmbeddedPostgres.throwAway();
        var kafka = EmbeddedKafka.throwAway()) {
      Database database = postgres.createDatabase("view", "view", "only-for-a-test");
      Map<String, String> environment = Told.environment(overlay, view);
      environment.putAll(here(database, kafka));
      // The broker of a test is in the clear.
      environment.keySet().removeAll(Set.of("KAFKA_TRUST_STORE", "KAFKA_USER", "KAFKA_PASSWORD"));
      environment.merge(
          "JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary, (told, own) -> told + " " + own);

      List<String> output = run(root, view, environment);

      assertThat(output).anyMatch(line -> line.contains("\"message\":\"ready\""));
      assertThat(output).anyMatch(line -> line.contains("\"message\":\"stopped\""));
      assertThat(output).noneMatch(line -> line.contains("\"step\":\"taking leave\""));
    }
    assertThat(files(root)).isEqualTo(unpacked);
  }

  /** Starts it, lets it leave as soon as it is ready, and returns what it printed. */
  private static List<String> run(Path root, Resource service, Map<String, String> environment)
      throws IOException, InterruptedException {
    List<String> command = image.entrypoint(root);
    service
        .containers()
        .forEach(container -> command.addAll(Resource.texts(container.path("args"))));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(
                root.resolve(image.config().path("WorkingDir").asText().substring(1)).toFile())
            .redirectErrorStream(true);
    builder.environment().clear();
    builder.environment().putAll(environment);
    Process process = builder.start();
    List<String> output = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
        if (line.contains("\"message\":\"ready\"")) process.toHandle().destroy();
      }
    }
    assertThat(process.waitFor(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join("\n", output)).isZero();
    return output;
  }

  /** What of the world is another one in a test. */
  private static Map<String, String> here(Database database, EmbeddedKafka kafka) {
    return Map.ofEntries(
        Map.entry("POSTGRES_HOST", database.host()),
        Map.entry("POSTGRES_PORT", String.valueOf(database.port())),
        Map.entry("POSTGRES_PASSWORD", database.password()),
        Map.entry("POSTGRES_SSL", "disable"),
        Map.entry("KAFKA_BOOTSTRAP_SERVERS", kafka.bootstrapServers()),
        Map.entry("KAFKA_REPLICATION", "1"),
        Map.entry("IDENTITY_JWKS", IssuerKey.generate().publicKeys().encode()),
        Map.entry("HTTP_HOST", "127.0.0.1"),
        Map.entry("HTTP_PORT", "0"),
        Map.entry("MANAGEMENT_PORT", "0"),
        Map.entry("SHUTDOWN_PAUSE_MS", "0"));
  }

  private static List<String> files(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.map(Path::toString).sorted().toList();
    }
  }

  private static Stream<JsonNode> containers(String overlay) {
    return services(overlay).stream().flatMap(Resource::containers);
  }

  private static Resource service(String overlay, String name) {
    return services(overlay).stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static List<Resource> services(String overlay) {
    return Kustomize.render(overlay).stream()
        .filter(resource -> resource.is("Deployment"))
        .toList();
  }
}
