package insurancecontract.chassis.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import insurancecontract.chassis.Service;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.chassis.settings.SettingsSource.Places;
import insurancecontract.testing.ApiServer;
import insurancecontract.testing.Logged;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of ours that speaks what pods ask. */
class ConfigMapStoreTest {
  private static final int SCAN_MS = 100;

  private final Service service = new Service("pod");
  private final Logged logged = new Logged(Level.WARN);
  @TempDir private Path account;
  private ApiServer api;
  private SettingsSource source;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    api = new ApiServer(service.vertx(), account);
  }

  @AfterEach
  void close() {
    if (source != null) service.await(source::close);
    logged.close();
    service.close();
  }

  @Test
  void its_values_come_first_and_a_change_takes_effect_while_running() {
    api.configure("payment", new JsonObject().put("LIMIT", "7").put("NAMES", "[\"uma\"]"));
    Live<Integer> limit = limit();
    assertThat(limit.get()).isEqualTo(7);
    assertThat(source.bind("X", s -> s.list("NAMES", new JsonArray())).get())
        .isEqualTo(new JsonArray().add("uma"));

    api.configure("payment", new JsonObject().put("LIMIT", "8"));
    await().until(() -> limit.get() == 8);

    // What is not there any more is as the other places say.
    api.configure("payment", new JsonObject());
    await().until(() -> limit.get() == 2);
  }

  @Test
  void a_value_that_cannot_be_is_refused_and_told_once_until_a_good_one_comes() {
    api.configure("payment", new JsonObject().put("LIMIT", "7"));
    Live<Integer> limit = limit();
    api.configure("payment", new JsonObject().put("LIMIT", "many"));
    await().until(() -> source.refusal("X").isPresent());
    assertThat(source.state("X")).contains("LIMIT: \"many\" is not allowed");
    assertThat(limit.get()).isEqualTo(7);

    api.configure("payment", new JsonObject().put("LIMIT", "9"));
    await().until(() -> limit.get() == 9);
    assertThat(source.state("X")).isEqualTo("as read last");
    assertThat(heard("settings change refused, the old values stay")).isEqualTo(1);
  }

  @Test
  void while_the_server_is_away_refuses_or_hangs_what_was_read_last_stays() throws IOException {
    api.configure("payment", new JsonObject().put("LIMIT", "7"));
    Live<Integer> limit = limit();

    api.close();
    awaitStays(1);
    assertThat(limit.get()).isEqualTo(7);
    api.open();
    changes(limit, 3);

    api.refuse(403);
    awaitStays(2);
    api.refuse(0);
    changes(limit, 4);

    api.deleteConfigMap("payment");
    awaitStays(3);
    assertThat(limit.get()).isEqualTo(4);
    changes(limit, 5);

    api.hang(true);
    awaitStays(4);
    api.hang(false);
    changes(limit, 6);

    api.rotate("second");
    changes(limit, 8);
  }

  @Test
  void a_server_that_hangs_is_asked_one_question_at_a_time() {
    api.configure("payment", new JsonObject().put("LIMIT", "7"));
    Live<Integer> limit = limit();
    api.hang(true);
    awaitStays(1);
    // The second of them may have come since.
    assertThat(api.unanswered()).isLessThanOrEqualTo(2);
    assertThat(limit.get()).isEqualTo(7);
  }

  @Test
  void a_start_that_cannot_read_it_says_why_in_one_line() {
    assertThatThrownBy(this::limit)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("the ConfigMap payment (KUBERNETES_CONFIGMAP)")
        .hasMessageContaining("there is none of this name");
    api.refuse(403);
    assertThatThrownBy(this::limit)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("give the service account the verb get on configmaps/payment");
    api.close();
    assertThatThrownBy(this::limit)
        .isInstanceOf(SettingsRefused.class)
        .hasMessageContaining("127.0.0.1:" + api.port())
        .extracting(Throwable::getMessage)
        .asString()
        .hasLineCount(1);
  }

  private Live<Integer> limit() {
    JsonObject defaults = new JsonObject().put("LIMIT", 2);
    Places places = new Places(defaults, null, ConfigMapStore.of(Reached.at(api)), SCAN_MS);
    source = service.get(() -> SettingsSource.load(service.vertx(), places));
    return source.bind("X", settings -> settings.between("LIMIT", 1, 9, 5));
  }

  private void changes(Live<Integer> limit, int to) {
    api.configure("payment", new JsonObject().put("LIMIT", Integer.toString(to)));
    await().until(() -> limit.get() == to);
  }

  private void awaitStays(long times) {
    await().until(() -> heard("settings stay as read last") == times);
  }

  private long heard(String message) {
    return logged.messages().stream().filter(message::equals).count();
  }
}
