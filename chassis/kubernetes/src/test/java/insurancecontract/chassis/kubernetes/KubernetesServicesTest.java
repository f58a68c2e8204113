package insurancecontract.chassis.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import insurancecontract.chassis.Service;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.chassis.health.Health;
import insurancecontract.chassis.health.Health.Report;
import insurancecontract.chassis.tracing.TracingSettings;
import insurancecontract.testing.ApiServer;
import insurancecontract.testing.Logged;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of ours that speaks what pods ask. */
class KubernetesServicesTest {
  private static final String MAY_NOT_LIST =
      "cannot list services in namespace insurance: give the service account the verb list on"
          + " services";

  private final Service service = new Service("pod");
  private final Logged logged = new Logged(Level.WARN);
  @TempDir private Path account;
  private ApiServer api;

  @BeforeEach
  void open() throws IOException, InterruptedException {
    api = new ApiServer(service.vertx(), account);
  }

  @AfterEach
  void close() {
    logged.close();
    service.close();
  }

  @Test
  void what_is_there_is_found_and_changes_are_followed() {
    api.put("payment", 8080);
    watching();
    found("payment", 8080);

    api.put("payment", 9090);
    api.tell("MODIFIED", api.named("payment"));
    found("payment", 9090);

    api.put("view", 8080);
    api.tell("ADDED", api.named("view"));
    found("view", 8080);

    api.tell("DELETED", api.delete("payment"));
    missing("payment");
  }

  @Test
  void who_is_there_is_found_as_soon_as_it_has_started() {
    api.put("payment", 8080);
    deploy(Duration.ofMinutes(1));
    assertThat(find("payment")).containsExactly(new HttpAddress("10.0.0.1", 8080, false));
  }

  @Test
  void a_start_does_not_fail_without_the_server() {
    api.close();
    deploy(Duration.ofMinutes(1));
    heard("cannot list services, keeping the last known ones");
    api.put("payment", 8080);
    api.open();
    found("payment", 8080);
  }

  @Test
  void a_service_is_not_ready_before_it_has_found_out_who_is_there_and_then_stays_so() {
    api.refuse(403);
    deploy(Duration.ofMinutes(1));
    Health begun = begun().health();
    assertThat(report(begun).ready()).isFalse();
    await()
        .until(
            () -> report(begun).details().getString("discovery"),
            it -> it.equals("down: " + MAY_NOT_LIST));
    api.refuse(0);
    await().until(() -> report(begun).ready() && api.watches() == 1);

    api.refuse(403);
    api.tell("ERROR", new JsonObject().put("code", 410).put("message", "too old"));
    trouble(MAY_NOT_LIST);
    assertThat(report(begun).ready()).isTrue();
  }

  @Test
  void one_without_ports_is_passed_over_and_the_others_are_found() {
    api.put("broken", new JsonArray());
    api.put("payment", 8080);
    watching();
    found("payment", 8080);
    missing("broken");
    heard("Service without this port ignored");
  }

  @Test
  void what_changed_while_the_server_was_away_arrives_and_until_then_the_last_stays() {
    api.put("payment", 8080);
    api.put("view", 8080);
    watching();
    found("view", 8080);
    api.close();
    heard("cannot list services, keeping the last known ones");
    found("payment", 8080);
    found("view", 8080);

    JsonObject ignored = api.delete("view");
    api.put("payment", 9090);
    api.open();
    found("payment", 9090);
    missing("view");
  }

  @Test
  void a_version_that_is_gone_begins_a_new_list() {
    watching();
    int before = api.lists();
    api.put("payment", 8080);
    api.tell("ERROR", new JsonObject().put("code", 410).put("message", "too old"));
    found("payment", 8080);
    await().until(() -> api.lists() > before);
  }

  @Test
  void a_version_that_is_gone_before_the_watch_begins_is_told_and_lists_go_on() {
    api.refuseWatches(410);
    deploy(Duration.ofMinutes(1));
    trouble("cannot watch services in namespace insurance: the version to watch from is gone");
    api.put("payment", 8080);
    found("payment", 8080);
  }

  @Test
  void a_watch_that_hangs_is_given_up() {
    watching(Duration.ofSeconds(1));
    api.put("payment", 8080);
    found("payment", 8080);
  }

  @Test
  void a_token_that_was_replaced_is_read_anew() throws IOException {
    watching();
    api.rotate("second");
    api.put("payment", 8080);
    api.tell("ERROR", new JsonObject().put("code", 410).put("message", "too old"));
    found("payment", 8080);
  }

  @Test
  void an_authority_that_was_replaced_is_read_anew() throws IOException, InterruptedException {
    watching();
    api.put("payment", 8080);
    api.replaceAuthority();
    found("payment", 8080);
  }

  @Test
  void a_missing_right_is_named_and_once_given_it_is_used() {
    api.refuse(403);
    api.put("payment", 8080);
    deploy(Duration.ofMinutes(1));
    trouble(MAY_NOT_LIST);
    api.refuse(0);
    found("payment", 8080);
  }

  @Test
  void a_right_that_is_missing_for_watching_alone_is_named_and_lists_go_on() {
    api.refuseWatches(403);
    api.put("payment", 8080);
    deploy(Duration.ofMinutes(1));
    trouble(
        "cannot watch services in namespace insurance: give the service account the verb watch on"
            + " services");
    found("payment", 8080);
    api.put("payment", 9090);
    found("payment", 9090);
  }

  @Test
  void a_token_that_does_not_count_is_told_and_what_was_found_stays() throws IOException {
    api.put("payment", 8080);
    watching();
    found("payment", 8080);
    api.forgetToken();
    api.tell("ERROR", new JsonObject().put("code", 410).put("message", "too old"));
    trouble(
        "cannot list services in namespace insurance: the API server does not accept the service"
            + " account's token");
    found("payment", 8080);

    api.put("payment", 9090);
    api.rotate("third");
    found("payment", 9090);
  }

  @Test
  void a_list_that_hangs_is_given_up_and_asked_for_anew() {
    api.hang(true);
    api.put("payment", 8080);
    deploy(Duration.ofMinutes(1));
    heard("cannot list services, keeping the last known ones");
    api.hang(false);
    found("payment", 8080);
  }

  @Test
  void a_server_with_a_certificate_of_another_authority_is_told_nothing() throws Exception {
    api.put("payment", 8080);
    Path ignored = ApiServer.certificate(account, "other.crt");
    Files.copy(
        account.resolve("other.crt"),
        account.resolve("ca.crt"),
        StandardCopyOption.REPLACE_EXISTING);
    deploy(Duration.ofMinutes(1));
    heard("cannot list services, keeping the last known ones");
    assertThat(api.lists()).isZero();
  }

  @Test
  void a_server_with_a_certificate_for_another_address_is_told_nothing() {
    KubernetesSettings right = Reached.at(api);
    var wrong = new KubernetesSettings(true, "", "localhost", right.port(), right.account());
    service.await(
        () -> service.vertx().deployVerticle(new KubernetesServices(wrong, Duration.ofMinutes(1))));
    heard("cannot list services, keeping the last known ones");
    assertThat(api.lists()).isZero();
  }

  /** A service that begins now. */
  private ServiceContext begun() {
    return service.get(
        () ->
            Future.succeededFuture(
                ServiceContext.of(
                    "begun", service.vertx(), service.issuer().trusted(), TracingSettings.OFF)));
  }

  private Report report(Health health) {
    return service.get(health::report);
  }

  private void watching() {
    watching(Duration.ofMinutes(1));
  }

  private void watching(Duration watchFor) {
    deploy(watchFor);
    await().until(() -> api.watches() == 1);
  }

  private void deploy(Duration watchFor) {
    service.await(
        () -> service.vertx().deployVerticle(new KubernetesServices(Reached.at(api), watchFor)));
  }

  private void found(String name, int port) {
    List<Location> there = List.of(new HttpAddress("10.0.0.1", port, false));
    await().until(() -> find(name).equals(there));
  }

  private void missing(String name) {
    await().until(() -> find(name).isEmpty());
  }

  private List<Location> find(String name) {
    return service.get(() -> service.context().discovery().find(name));
  }

  private void heard(String message) {
    await().until(() -> logged.messages().contains(message));
  }

  private void trouble(String cause) {
    await().until(() -> logged.values("cause").contains(cause));
  }
}
