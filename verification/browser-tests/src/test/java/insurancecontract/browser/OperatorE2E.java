package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import insurancecontract.contracts.Topics;
import insurancecontract.embedded.Database;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.Client.Reply;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** The platform at a glance, and what an operator can do about it. */
@InChromium
class OperatorE2E {
  private static final Pattern A_RATE = Pattern.compile("At the most .*; [1-9][0-9,]* since");
  private static final String REBUILD = "#rebuild-title";

  @Test
  void the_platform_at_a_glance(Stage stage) {
    var office = new BackOffice(stage);
    Application assigned = stage.application(office.applied("alice", "Fisrtcancer"));
    Person otto = stage.someone();
    var keyboard = new Keyboard(otto);
    keyboard.signsIn("otto");

    otto.sees("All services are well");
    Locator services = otto.page().locator(".service");
    assertThat(services).hasCount(5);
    assertThat(otto.page().locator(".service.up")).hasCount(5);
    assertThat(otto.page().locator(".breaker")).containsText("Breaker: closed");
    assertThat(otto.page().locator(".backlog").getByText("Events to read")).hasCount(4);
    assertThat(otto.page().locator(".backlog").getByText("Events to send")).hasCount(3);
    assertThat(card(otto, "#rate-title")).containsText(A_RATE);
    assertThat(card(otto, "#rate-title").locator("svg .curve")).hasCount(1);
    assertThat(card(otto, "#wait-title").locator("svg .mote").first()).isVisible();
    assertThat(card(otto, "#audit-title").locator(".pill")).hasText("Satisfied");
    assertThat(card(otto, "#audit-title").locator(".invariants li.good")).hasCount(7);
    assertThat(card(otto, "#audit-title").locator("time")).isVisible();
    stage.awaitRow(assigned, row -> "UNDERWRITING".equals(row.getString("subscriptionStatus")));
    otto.judges("operator");
    Person phone = stage.as("otto", Look.PHONE);
    phone.sees(phone.page().locator(".invariants"));
    phone.judges("operator-phone");
  }

  @Test
  void what_waits_for_a_person_is_tried_again_and_settled(Stage stage) {
    var office = new BackOffice(stage);
    Application application = refusedWhoseRefundIsRefused(office);
    Person otto = stage.as("otto");
    var keyboard = new Keyboard(otto);
    Locator parked = parked(otto, application);
    assertThat(parked).containsText("The payment provider refuses the refund.");
    String payment = parked.locator("b").textContent();
    Locator audit = card(otto, "#audit-title");
    assertThat(audit.locator(".pill")).hasText("Open");
    assertThat(audit.locator(".invariants li.open")).hasCount(2);
    assertThat(audit.locator(".invariants li.open").first()).containsText("1 open");
    otto.judges("audit-open");

    keyboard.activates(otto.button("Try again: " + payment));
    assertThat(otto.page().locator("#why")).isVisible();
    otto.judges("operator-retrying");
    keyboard.goesTo(otto.page().locator("#why"));
    keyboard.types("the bank says that it works again");
    keyboard.activates(otto.page().locator("dialog .button.accent"));
    otto.sees(payment + " is tried again.");

    // The provider refuses it again, so that it comes back.
    Locator settle = otto.button("Settled by hand: " + payment);
    keyboard.activates(settle);
    keyboard.goesTo(otto.page().locator("#why"));
    keyboard.types("paid back by a transfer");
    keyboard.activates(otto.page().locator("dialog .button.accent"));
    otto.sees(payment + " is settled.");
    assertThat(parked).hasCount(0);
    stage.awaitRow(application, row -> "CANCELLED".equals(row.getString("paymentStatus")));
    assertThat(audit.locator(".pill")).hasText("Satisfied");
  }

  @Test
  void what_nobody_can_read_waits_with_its_reason(Stage stage) {
    var nonsense =
        new ProducerRecord<>(
            Topics.PAYMENT_EVENTS, "888888", "{nonsense".getBytes(StandardCharsets.UTF_8));
    Map<String, Object> broker =
        Map.of("bootstrap.servers", stage.platform().platform().bootstrapServers());
    try (var producer =
        new KafkaProducer<>(broker, new StringSerializer(), new ByteArraySerializer())) {
      // Closing waits for it.
      var unused = producer.send(nonsense);
    }
    Person otto = stage.as("otto", Look.PHONE);
    for (String service : List.of("청약 메시지", "진행상태 메시지")) {
      Locator parked =
          otto.page().locator(".parked li").filter(new Locator.FilterOptions().setHasText(service));
      assertThat(parked).containsText("읽거나 반영할 수 없는 이벤트:");
      assertThat(parked.locator("code")).not().isEmpty();
    }
    otto.judges("operator-parked-phone");
  }

  @Test
  void why_it_is_settled_outlasts_a_sign_in_and_a_platform_that_is_busy(Stage stage) {
    Application application = refusedWhoseRefundIsRefused(new BackOffice(stage));
    Person otto = stage.as("otto");
    String payment = parked(otto, application).locator("b").textContent();
    Locator settle = otto.button("Settled by hand: " + payment);
    Locator why = otto.page().locator("#why");
    settle.click();
    why.fill("paid back by a transfer");

    otto.sessionEnds();
    otto.judges("session-ended");
    otto.signsInAgain("otto");
    assertThat(why).hasValue("paid back by a transfer");
    // Who signs in elsewhere comes back to a page that is loaded anew.
    otto.page().reload();
    settle.click();
    assertThat(why).hasValue("paid back by a transfer");
    otto.findsItBusyOnce("**/parked/payment/*/settle");
    otto.page().locator("dialog .button.accent").click();
    otto.sees("We try again for you");
    otto.judges("operator-trying-again");

    otto.sees(payment + " is settled.");
    otto.button("한국어").click();
    otto.sees(payment.replace("Payment", "결제") + "번: 처리했습니다.");
  }

  @Test
  void the_auditor_says_when_it_cannot_tell_and_what_is_broken(Stage stage) throws SQLException {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person otto = stage.as("otto");
    Locator audit = card(otto, "#audit-title");
    assertThat(audit.locator(".pill")).hasText("Satisfied");

    try (Connection payment = connection(stage, "payment");
        Statement statement = payment.createStatement()) {
      statement.execute("lock table payment in access exclusive mode");
      assertThat(audit).containsText("The last attempt failed");
      otto.judges("audit-failed");
      payment.rollback();
    }
    assertThat(audit).not().containsText("The last attempt failed");

    try (Connection view = connection(stage, "view");
        Statement statement = view.createStatement()) {
      // While somebody holds its row the view cannot follow.
      statement.execute(
          "select from subscription_view where subscription_id = %d for update"
              .formatted(application.subscriptionId()));
      office.does(
          "sue", "/underwritings/" + application.underwritingId() + "/approve", new JsonObject());
      assertThat(audit).containsText("messages were in flight");
      assertThat(otto.page().locator(".service").last().locator(".backlog b")).not().hasText("0");
      otto.judges("audit-busy");
      view.rollback();
      assertThat(audit).not().containsText("messages were in flight");

      statement.execute(
          "update subscription_view set premium = premium + 1 where subscription_id = "
              + application.subscriptionId());
      view.commit();
      assertThat(audit.locator(".pill")).hasText("Broken");
      assertThat(audit.locator(".invariants li.bad")).containsText("1 broken");
      otto.judges("audit-broken");
      statement.execute(
          "update subscription_view set premium = premium - 1 where subscription_id = "
              + application.subscriptionId());
      view.commit();
    }
    assertThat(audit.locator(".pill")).hasText("Satisfied");
  }

  @Test
  void before_its_first_attempt_the_auditor_says_so(Stage stage) {
    var tomorrow = new JsonObject().put("STANDALONE_AUDIT_INTERVAL_MS", 86_400_000);
    try (TestPlatform young = TestPlatform.throwAway(tomorrow)) {
      Person otto = stage.someone(Look.DESKTOP, young.platform().address());
      otto.signIn("otto");
      assertThat(card(otto, "#audit-title")).containsText("The auditor has not run yet.");
      assertThat(card(otto, "#audit-title").locator(".pill")).hasCount(0);
      otto.judges("audit-never");
      otto.goTo("about:blank");
    }
  }

  @Test
  void a_breaker_that_opens_is_drawn_open_and_closes_again(Stage stage) {
    Person otto = stage.as("otto");
    otto.sees("Breaker: closed");
    Client bob = stage.platform().as("bob");
    Awaitility.await("payments are held back")
        .pollInSameThread()
        .until(
            () -> {
              Reply unused = bob.post("/subscriptions", application("TestFails"));
              return otto.page().locator(".breaker.bad").isVisible();
            });
    assertThat(otto.page().locator(".breaker")).containsText("Breaker: open");
    otto.sees("Payments are held back by the breaker");
    otto.judges("operator-breaker-open");

    Awaitility.await("payments go on")
        .until(() -> bob.post("/subscriptions", application("Fisrtcancer")).status() == 201);
    assertThat(otto.page().locator(".breaker")).containsText("Breaker: closed");
    otto.sees("All services are well");
  }

  private static JsonObject application(String product) {
    return new JsonObject().put("productName", product);
  }

  @Test
  void the_view_is_rebuilt_while_the_old_rows_are_served(Stage stage) throws SQLException {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person otto = stage.as("otto");
    var keyboard = new Keyboard(otto);
    Person alice = stage.as("alice");
    try (Connection reader = connection(stage, "view");
        Statement statement = reader.createStatement()) {
      // The new rows cannot take the old ones' place while somebody reads those.
      statement.execute("select count(*) from subscription_view");
      keyboard.activates(otto.button("Rebuild"));
      otto.judges("operator-rebuild-question");
      keyboard.activates(otto.page().locator("dialog .button.accent"));
      otto.sees("The rebuild has started.");
      otto.sees(otto.page().locator(".rebuild progress"));
      assertThat(card(otto, REBUILD)).containsText(Pattern.compile("[1-9][0-9,]* of [1-9]"));
      otto.judges("operator-rebuilding");
      alice.goTo("/applications/" + application.subscriptionId());
      alice.sees("An underwriter is looking at your application.");
      assertThat(otto.page().locator(".rebuild progress")).isVisible();
      reader.rollback();
    }
    assertThat(card(otto, REBUILD).locator(".pill")).hasText("Done");
    assertThat(card(otto, REBUILD)).containsText("Last rebuilt");

    Instant rebuilt = Instant.now();
    Locator audit = card(otto, "#audit-title");
    Awaitility.await("an audit after the rebuild").until(() -> at(audit).isAfter(rebuilt));
    assertThat(audit.locator(".pill")).hasText("Satisfied");
    office.does(
        "sue", "/underwritings/" + application.underwritingId() + "/approve", new JsonObject());
    alice.sees("Your contract is concluded. You are covered.");
  }

  /** In a transaction. */
  private static Connection connection(Stage stage, String service) throws SQLException {
    Database database = stage.platform().platform().databases().get(service);
    Connection connection =
        DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
    connection.setAutoCommit(false);
    return connection;
  }

  /** A refusal whose refund waits for a person, since the provider refuses it. */
  private static Application refusedWhoseRefundIsRefused(BackOffice office) {
    Application application = office.applied("bob", "TestRefundRefused", "uma");
    office.does(
        "sue",
        "/underwritings/" + application.underwritingId() + "/refuse",
        new JsonObject().put("reason", "too many risks"));
    return application;
  }

  private static Locator parked(Person otto, Application application) {
    return otto.page()
        .locator(".parked li")
        .filter(
            new Locator.FilterOptions()
                .setHasText("Application " + application.subscriptionId() + " "));
  }

  private static Instant at(Locator audit) {
    return Instant.parse(audit.locator("time").getAttribute("datetime"));
  }

  private static Locator card(Person otto, String title) {
    return otto.page()
        .locator("section.card")
        .filter(new Locator.FilterOptions().setHas(otto.page().locator(title)));
  }
}
