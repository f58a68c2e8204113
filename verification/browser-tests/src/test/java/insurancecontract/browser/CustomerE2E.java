package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a customer may still do, and what becomes of the money. */
@InChromium
class CustomerE2E {
  /** So many applications are shown at once. */
  private static final int PAGE = 20;

  @Test
  void who_cancels_while_no_underwriter_has_it_sees_the_premium_come_back(Stage stage) {
    var office = new BackOffice(stage);
    office.capacity(0);
    try {
      Person alice = stage.as("alice");
      applies(alice, "First Cancer Cover", "₩30,000");
      alice.sees("No underwriter has it yet, so you can still cancel.");
      alice.judges("cancel-possible");

      alice.button("Cancel the application").click();
      alice.sees("Cancel this application?");
      alice.judges("cancel-question");
      alice.presses("Enter");

      alice.sees("Cancelled, and your premium is back with you.");
      assertThat(alice.page().locator(".stop.done")).hasCount(4);
      assertThat(alice.page().locator(".ledger li")).hasCount(2);
      assertThat(alice.page().locator(".ledger li").last()).containsText("−₩30,000");
      alice.judges("cancelled");
    } finally {
      office.capacity(50);
    }
  }

  /** On a phone in Korean, without a mouse or a finger. */
  @Test
  void by_keyboard_alone_from_the_product_to_the_withdrawal(Stage stage) {
    Person bob = stage.as("bob", Look.PHONE);
    var keyboard = new Keyboard(bob);
    bob.goTo("/apply");
    bob.sees("계약 후에도 15일 안에 철회할 수 있습니다.");
    keyboard.goesTo(bob.choice("첫 암 보험"));
    bob.presses("Space");
    bob.judges("apply");
    keyboard.activates(bob.button("₩30,000 결제하고 청약"));

    bob.sees("심사자가 이미 심사하고 있어 취소할 수 없습니다.");
    bob.judges("cancel-too-late");
    Application application = stage.applicationOf(bob);
    new BackOffice(stage)
        .does(
            application.underwriter(),
            "/underwritings/" + application.underwritingId() + "/approve",
            new JsonObject());

    // The last day counts to its end, so it is up to a day more than fifteen.
    assertThat(bob.page().locator(".countdown")).hasText(Pattern.compile("1[45]일 \\d+시간"));
    bob.judges("contract");
    keyboard.activates(bob.button("청약철회"));
    assertThat(bob.page().getByRole(AriaRole.DIALOG)).isVisible();
    bob.judges("withdraw-question");
    bob.presses("Enter");

    bob.sees("청약이 철회되고 보험료가 환불되었습니다.");
    assertThat(bob.page().locator(".ledger li")).hasCount(2);
    bob.judges("withdrawn");
  }

  @Test
  void whose_payment_is_declined_is_told_why_and_charged_nothing(Stage stage) {
    Person alice = stage.as("alice");
    alice.expects(402);
    alice.goTo("/apply");
    alice.choice("Trial: declined payment").check();
    alice.button("Apply and pay ₩99,402").click();
    alice.sees("Nothing is charged. Use another means of payment or choose another product.");
    alice.judges("declined");

    alice.link("My applications").click();
    alice.page().locator(".entry").filter(hasText("Trial: declined payment")).first().click();
    alice.sees("The payment did not work. Nothing stays charged; you can apply again.");
    alice.sees("The card was declined.");
  }

  @Test
  void an_application_sent_without_a_network_is_sent_again_by_itself(Stage stage) {
    Person bob = stage.as("bob");
    bob.expects("net::ERR_INTERNET_DISCONNECTED");
    bob.goTo("/apply");
    bob.choice("First Cancer Cover").check();

    bob.context().setOffline(true);
    bob.button("Apply and pay ₩30,000").click();
    bob.sees("We try again for you");
    bob.judges("trying-again");
    bob.context().setOffline(false);

    bob.sees("An underwriter is looking at your application.");
  }

  @Test
  void what_cannot_be_paid_is_tried_until_someone_stops_it_and_stays_chosen(Stage stage) {
    Person bob = stage.as("bob");
    bob.expects(503);
    bob.goTo("/apply");
    bob.choice("Trial: failing provider").check();
    bob.page().locator(".summary button").click();

    bob.sees(bob.page().getByText("Try 3 in"));
    bob.button("Stop trying").click();

    bob.page().reload();
    assertThat(bob.choice("Trial: failing provider")).isChecked();
    assertThat(bob.page().locator(".summary button")).isEnabled();
  }

  @Test
  void the_days_left_to_withdraw_are_counted_down_until_they_are_over(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("bob", "Fisrtcancer", "uma");
    office.does(
        "uma", "/underwritings/" + application.underwritingId() + "/approve", new JsonObject());
    Instant until =
        office
            .row(
                application.subscriptionId(),
                row -> "CONTRACTED".equals(row.getString("subscriptionStatus")))
            .getInstant("withdrawableUntil");
    Person bob = stage.as("bob");
    // Before the page has timers of its own, or it could not end them.
    bob.page().clock().install();
    bob.goTo("/applications/" + application.subscriptionId());
    Locator countdown = bob.page().locator(".countdown");
    Duration left = Duration.ofDays(15).minusMinutes(30);
    bob.page().clock().setFixedTime(Date.from(until.minus(left)));
    assertThat(countdown).hasText("14 days 23 hours");

    bob.page().clock().setFixedTime(Date.from(until.minus(left).plus(Duration.ofDays(3))));
    assertThat(countdown).hasText("11 days 23 hours");
    bob.page().clock().setFixedTime(Date.from(until.plusSeconds(1)));
    bob.sees("The days for withdrawing ended on");
    assertThat(bob.button("Withdraw from the contract")).hasCount(0);
    bob.judges("withdrawal-over");
  }

  @Test
  void the_history_goes_back_to_the_first_application_and_each_tells_its_story(Stage stage) {
    var office = new BackOffice(stage);
    Application changing = office.applied("bob", "Fisrtcancer", "uma");
    long first = office.applied("bob", "Fisrtcancer");
    for (int i = 0; i < PAGE; i++) {
      assertThat(office.applied("bob", "Fisrtcancer3")).isGreaterThan(first);
    }
    Person bob = stage.as("bob");
    Locator entries = bob.page().locator(".entry");
    assertThat(entries).hasCount(PAGE);
    bob.judges("applications");
    Locator wanted = entries.filter(hasText("Application " + first + " ·"));
    while (wanted.count() == 0) {
      int before = entries.count();
      bob.button("Show older ones").click();
      assertThat(entries.nth(before)).isVisible();
    }
    bob.expects("net::ERR_INTERNET_DISCONNECTED");
    bob.context().setOffline(true);
    bob.sees("Connecting");
    office.does(
        "uma", "/underwritings/" + changing.underwritingId() + "/approve", new JsonObject());
    stage.awaitRow(changing, row -> "CONTRACTED".equals(row.getString("subscriptionStatus")));
    bob.context().setOffline(false);
    assertThat(entries.filter(hasText("Application " + changing.subscriptionId() + " ·")))
        .containsText("Contract concluded");

    wanted.click();
    bob.page().locator(".story summary").click();
    assertThat(bob.page().locator(".story li")).hasCount(5);
    assertThat(bob.page().locator(".story")).containsText("Premium charged");
    bob.judges("story");
    BackOffice.DESKS.keySet().forEach(office::clears);
  }

  @ParameterizedTest
  @ValueSource(ints = {-2, 2})
  void a_computer_whose_clock_is_wrong_keeps_the_session_when_a_page_is_loaded_again(
      int hours, Stage stage) {
    Person bob = stage.someone();
    bob.page()
        .addInitScript(
            "{ const now = Date.now; Date.now = () => now() + %d * 3600e3; }".formatted(hours));
    bob.signIn("bob");
    bob.page().reload();

    bob.sees(bob.heading("My applications"));
    bob.sees("Live");
    assertThat(bob.page().getByRole(AriaRole.DIALOG)).hasCount(0);
  }

  @Test
  void the_language_is_the_browsers_until_someone_wants_the_other(Stage stage) {
    Person bob = stage.as("bob", Look.PHONE);
    bob.sees(bob.heading("내 청약"));
    bob.button("English").click();
    bob.sees(bob.heading("My applications"));
    bob.page().reload();
    bob.sees(bob.heading("My applications"));
  }

  private static void applies(Person customer, String product, String premium) {
    customer.goTo("/apply");
    customer.choice(product).check();
    customer.button("Apply and pay " + premium).click();
  }

  private static Locator.FilterOptions hasText(String text) {
    return new Locator.FilterOptions().setHasText(text);
  }
}
