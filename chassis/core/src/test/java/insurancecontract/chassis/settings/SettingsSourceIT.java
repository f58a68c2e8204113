package insurancecontract.chassis.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Service;
import insurancecontract.chassis.settings.SettingsSource.Places;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsSourceIT {
  private static final String SYSTEM_KEY = "CHASSIS_TEST_LIMIT";

  /** One of them resembles the system property. */
  private static final KnownSettings KNOWN =
      new KnownSettings(List.of("LIMIT", "OTHER", "UNDERWRITERS", SYSTEM_KEY + "S"), List.of());

  private final Service service = new Service("settings");
  @TempDir private Path directory;

  private final List<SettingsSource> sources = new ArrayList<>();

  @AfterEach
  void close() {
    sources.forEach(source -> service.await(source::close));
    service.close();
    System.clearProperty(SYSTEM_KEY);
  }

  @Test
  void the_file_overrides_the_defaults_and_holds_lists() throws IOException {
    SettingsSource source =
        load(
            "settings.yaml",
            """
            LIMIT: 7
            UNDERWRITERS:
              - {underwriterId: 77001520, name: uma}
              - underwriterId: 77001521
                name: uwe
            """);
    assertThat(limit(source).get()).isEqualTo(7);
    assertThat(source.bind("X", s -> s.between("OTHER", 1, 9, 5)).get()).isEqualTo(3);
    JsonArray list = source.bind("X", s -> s.list("UNDERWRITERS", new JsonArray())).get();
    assertThat(list.getJsonObject(1).getString("name")).isEqualTo("uwe");
    assertThat(list.getJsonObject(0).getLong("underwriterId")).isEqualTo(77_001_520L);
  }

  @Test
  void a_file_may_be_json_or_properties_too() throws IOException {
    assertThat(limit(load("settings.json", "{\"LIMIT\": 8}")).get()).isEqualTo(8);
    assertThat(limit(load("settings.properties", "LIMIT=9")).get()).isEqualTo(9);
  }

  @Test
  void environment_and_system_properties_override_the_file() throws IOException {
    System.setProperty(SYSTEM_KEY, "4");
    SettingsSource source = load("settings.yaml", "PATH: nowhere\n" + SYSTEM_KEY + ": 8\n");

    assertThat(source.bind("X", s -> s.text("PATH", "")).get()).isEqualTo(System.getenv("PATH"));
    assertThat(source.bind("X", s -> s.between(SYSTEM_KEY, 1, 9, 5)).get()).isEqualTo(4);
  }

  @Test
  void a_change_of_the_file_takes_effect_while_running() throws IOException {
    SettingsSource source = load("settings.yaml", "LIMIT: 7");
    Live<Integer> limit = limit(source);
    List<Integer> heard = new ArrayList<>();
    limit.onChange(heard::add);
    write("settings.yaml", "LIMIT: 8");

    await().until(() -> limit.get() == 8);
    assertThat(heard).containsExactly(8);
    assertThat(source.refusal("X")).isEmpty();
  }

  @Test
  void a_bad_change_is_refused_for_whom_it_is_bad_and_the_next_good_one_is_taken()
      throws IOException {
    SettingsSource source = load("settings.yaml", "LIMIT: 7\nOTHER: 1");
    Live<Integer> limit = limit(source);
    Live<Integer> other = source.bind("X", s -> s.between("OTHER", 1, 9, 5));
    write("settings.yaml", "LIMIT: 700\nOTHER: 2");

    await().until(() -> other.get() == 2);
    assertThat(limit.get()).isEqualTo(7);
    assertThat(source.refusal("X"))
        .hasValueSatisfying(
            why -> assertThat(why).contains("LIMIT").contains("700").contains("1 to 9"));
    // Who was not concerned is not told, and who begins now begins with what all have taken.
    assertThat(source.refusal("Y")).isEmpty();
    assertThat(source.bind("Y", s -> s.between("OTHER", 1, 9, 5)).get()).isEqualTo(1);

    write("settings.yaml", "LIMIT: 9\nOTHER: 2");
    await().until(() -> limit.get() == 9);
    assertThat(source.refusal("X")).isEmpty();
  }

  @Test
  void a_file_that_becomes_unreadable_or_goes_away_changes_nothing() throws IOException {
    SettingsSource source = load("settings.yaml", "LIMIT: 7");
    Live<Integer> limit = limit(source);
    write("settings.yaml", "LIMIT: [");
    await().until(() -> source.refusal("X").isPresent());
    assertThat(limit.get()).isEqualTo(7);

    Files.delete(directory.resolve("settings.yaml"));
    Optional<String> before = source.refusal("X");
    await().until(() -> !before.equals(source.refusal("X")));
    assertThat(limit.get()).isEqualTo(7);

    write("settings.yaml", "LIMIT: 8");
    await().until(() -> limit.get() == 8);
  }

  @Test
  void an_emptied_file_changes_nothing_and_is_told_of() throws IOException {
    SettingsSource source = load("settings.yaml", "LIMIT: 7");
    Live<Integer> limit = limit(source);
    write("settings.yaml", "");
    await().until(() -> source.refusal("X").isPresent());
    assertThat(limit.get()).isEqualTo(7);
    assertThat(source.refusal("X").orElseThrow()).contains("settings.yaml is empty");
    write("settings.yaml", "LIMIT: 8");
    await().until(() -> limit.get() == 8);
    assertThat(source.refusal("X")).isEmpty();
  }

  @Test
  void properties_are_read_as_utf8_with_or_without_a_byte_order_mark() throws IOException {
    for (String mark : List.of("", "\uFEFF")) {
      SettingsSource source = load("settings.properties", mark + "OTHER=암보험\nLIMIT=4\n");
      assertThat(source.bind("X", s -> s.text("OTHER")).get()).isEqualTo("암보험");
      assertThat(limit(source).get()).isEqualTo(4);
    }
  }

  @Test
  void a_listener_that_fails_does_not_hold_up_the_others() throws IOException {
    SettingsSource source = load("settings.yaml", "LIMIT: 7");
    limit(source)
        .onChange(
            changed -> {
              throw new IllegalStateException("this listener is broken");
            });
    Live<Integer> other = limit(source);
    write("settings.yaml", "LIMIT: 8");
    await().until(() -> other.get() == 8);
  }

  @Test
  void a_file_that_cannot_be_read_stops_the_start_with_its_name() {
    Path missing = directory.resolve("missing.yaml");
    assertThatThrownBy(() -> load(missing))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining(missing.toString());
  }

  @Test
  void a_file_that_is_no_yaml_stops_the_start() {
    assertThatThrownBy(() -> load("settings.yaml", "LIMIT: [")).isInstanceOf(SettingsRefused.class);
  }

  @Test
  void a_misspelt_key_stops_the_start_and_names_the_one_that_was_meant() {
    assertThatThrownBy(() -> load("settings.yaml", "LIMITT: 7"))
        .isInstanceOf(SettingsRefused.class)
        .hasMessage("LIMITT: there is no such setting; did you mean LIMIT?");
  }

  @Test
  void a_change_with_a_misspelt_key_is_refused_for_everyone() throws IOException {
    SettingsSource source = load("settings.yaml", "LIMIT: 7");
    Live<Integer> limit = limit(source);
    write("settings.yaml", "LIMIT: 8\nOHTER: 1");

    await().until(() -> source.refusal("X").isPresent());
    assertThat(source.refusal("Y")).hasValueSatisfying(why -> assertThat(why).contains("OTHER?"));
    assertThat(limit.get()).isEqualTo(7);

    write("settings.yaml", "LIMIT: 8");
    await().until(() -> limit.get() == 8);
  }

  @Test
  void a_misspelt_key_of_the_environment_belongs_to_another_program() throws IOException {
    System.setProperty(SYSTEM_KEY, "4");
    SettingsSource source = load("settings.yaml", "LIMIT: 7");
    assertThat(source.bind("X", s -> s.between(SYSTEM_KEY, 1, 9, 5)).get()).isEqualTo(4);
  }

  @Test
  void all_faults_of_a_service_stop_its_start_at_once() {
    SettingsSource source = SettingsSource.fixed(new JsonObject(Map.of("A", 0, "B", 0)));
    assertThatThrownBy(
            () -> source.bind("X", s -> s.between("A", 1, 9, 5) + s.between("B", 1, 9, 5)))
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("A:")
        .hasMessageContaining("B:");
  }

  private static Live<Integer> limit(SettingsSource source) {
    return source.bind("X", settings -> settings.between("LIMIT", 1, 9, 5));
  }

  private SettingsSource load(String file, String text) throws IOException {
    write(file, text);
    return load(directory.resolve(file));
  }

  private SettingsSource load(Path file) {
    JsonObject defaults = new JsonObject().put("LIMIT", 2).put("OTHER", 3);
    SettingsSource source =
        service.get(
            () ->
                SettingsSource.load(service.vertx(), new Places(defaults, file, null, 50, KNOWN)));
    sources.add(source);
    return source;
  }

  private void write(String file, String text) throws IOException {
    // As one step, so that a scan never sees half of it.
    Path half = Files.writeString(directory.resolve("half"), text);
    Files.move(half, directory.resolve(file), StandardCopyOption.REPLACE_EXISTING);
  }
}
