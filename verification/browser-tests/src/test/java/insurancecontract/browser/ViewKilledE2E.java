package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import insurancecontract.launch.Services;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.SeparateServices;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pages that are open while the process that tells them of changes is killed. */
@InChromium
@Tag("proof")
class ViewKilledE2E {
  private static final Duration UP_WITHIN = Duration.ofSeconds(90);
  private static final String UNDER_WAY = "An underwriter is looking at your application.";
  private static final String PRODUCT = "Fisrtcancer";
  private static final JsonObject APPLICATION = new JsonObject().put("productName", PRODUCT);
  private static final JsonObject NOTHING = new JsonObject();

  @TempDir Path directory;
  private SeparateServices services;

  @BeforeEach
  void start() {
    services = new SeparateServices(directory);
  }

  @AfterEach
  void stop() {
    services.close();
  }

  @Test
  void show_the_truth_once_it_is_back_without_being_loaded_anew(Stage stage) {
    var office = new BackOffice(this::client);
    awaitUp(() -> client("bob").post("/subscriptions", APPLICATION).status() == 201);
    Person alice = person(stage, "alice");
    alice.sees("No applications yet");
    alice.judges("applications-none");
    Application application = office.applied("alice", PRODUCT, "uma");
    alice.goTo("/applications/" + application.subscriptionId());
    alice.sees(UNDER_WAY);
    Person uma = person(stage, "uma");
    assertThat(uma.caseInQueue(application)).hasCount(1);
    Person otto = person(stage, "otto");
    otto.sees("All services are well");
    otto.sees("Not run here");
    List<Person> both = List.of(alice, uma);
    for (Person each : both) {
      assertThat(connection(each)).hasText("Live");
      assertThat(each.page().evaluate("window.notLoadedAnew = true")).isEqualTo(true);
    }

    services.process(Services.VIEW).kill();
    for (Person each : both) assertThat(connection(each)).hasText("Connecting");
    office.does("uma", "/underwritings/" + application.underwritingId() + "/approve", NOTHING);
    alice.sees("A part of the platform is unavailable");
    alice.sees(UNDER_WAY);
    alice.judges("view-away");
    otto.sees("Something is not well");
    assertThat(otto.page().locator(".service.down, .service.away")).containsText("Progress view");
    otto.judges("operator-view-away");
    services.start(Services.VIEW);
    awaitUp(() -> client("alice").get("/subscriptionViews").status() == 200);

    for (Person each : both) assertThat(connection(each)).hasText("Live");
    alice.sees("Your contract is concluded. You are covered.");
    assertThat(alice.page().locator(".note.bad")).hasCount(0);
    assertThat(uma.caseInQueue(application)).hasCount(0);
    otto.sees("All services are well");

    // Who is connected does not look any more: what is shown now has been heard.
    office.does("alice", "/subscriptions/" + application.subscriptionId() + "/withdraw", NOTHING);
    alice.sees("Withdrawn, and your premium is back with you.");
    assertThat(uma.caseInQueue(office.applied("bob", PRODUCT, "uma"))).hasCount(1);
    for (Person each : both) {
      assertThat(each.page().evaluate("window.notLoadedAnew")).isEqualTo(true);
    }
  }

  private Person person(Stage stage, String user) {
    Person person = stage.someone(Look.DESKTOP, services.address());
    person.expects(502);
    person.expects(503);
    person.expects("WebSocket connection to");
    person.signIn(user);
    return person;
  }

  private static Locator connection(Person person) {
    return person.page().locator(".connection");
  }

  /** What is not up yet, or not found yet, answers 503 or not at all. */
  private static void awaitUp(Callable<Boolean> isUp) {
    Awaitility.await().atMost(UP_WITHIN).ignoreExceptions().until(isUp);
  }

  private Client client(String user) {
    return Client.as(services.address(), user);
  }
}
