package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A supervisor's view of all desks. */
@InChromium
class SupervisorE2E {
  private static final int PLENTY = 50;

  private BackOffice office;

  @AfterEach
  void give_everyone_room() {
    office.capacity(PLENTY);
  }

  @Test
  void cases_wait_until_there_is_room_and_go_from_desk_to_desk(Stage stage) {
    office = new BackOffice(stage);
    Person sue = stage.someone();
    var keyboard = new Keyboard(sue);
    keyboard.signsIn("sue");
    sue.sees(sue.heading("All desks"));
    changesCapacity(sue, keyboard, "uma", 0);
    changesCapacity(sue, keyboard, "uwe", 0);
    sue.sees(desk(sue, "uma").getByText("Closed"));

    long waiting = office.applied("alice", "Fisrtcancer");
    Locator inWaitingList = sue.page().locator(".waiting .case-row");
    assertThat(inWaitingList).hasCount(1);
    sue.judges("supervisor");

    changesCapacity(sue, keyboard, "uma", PLENTY);
    assertThat(inWaitingList).hasCount(0);
    Application application = stage.application(waiting);
    assertThat(row(desk(sue, "uma"), application)).hasCount(1);
    assertThat(desk(sue, "uma").locator(".gauge"))
        .hasAttribute("aria-label", load(desk(sue, "uma")) + " open cases of " + PLENTY);

    sue.expects(409);
    reassigns(sue, keyboard, application, "uwe");
    sue.sees("This desk is full");
    changesCapacity(sue, keyboard, "uwe", PLENTY);
    reassigns(sue, keyboard, application, "uwe");
    sue.sees("Case %d is now assigned to uwe.".formatted(application.underwritingId()));
    assertThat(row(desk(sue, "uwe"), application)).hasCount(1);
    assertThat(row(desk(sue, "uma"), application)).hasCount(0);
    stage.awaitRow(
        application, row -> BackOffice.DESKS.get("uwe").equals(row.getLong("underwriterId")));
  }

  @Test
  void what_was_typed_and_chosen_outlasts_a_sign_in(Stage stage) {
    office = new BackOffice(stage);
    office.capacity(0);
    long subscription = office.applied("alice", "Fisrtcancer");
    Person sue = stage.as("sue");
    Locator waiting = sue.page().locator(".waiting .case-row").getByRole(AriaRole.BUTTON);
    assertThat(waiting).hasCount(1);

    sue.button("Change capacity: uma").click();
    Locator capacity = sue.page().locator("#capacity-input");
    capacity.fill("7");
    sue.judges("supervisor-capacity");
    sue.sessionEnds();
    sue.signsInAgain("sue");
    assertThat(capacity).hasValue("7");
    // Who signs in elsewhere comes back to a page that is loaded anew.
    sue.page().reload();
    sue.button("Change capacity: uma").click();
    assertThat(capacity).hasValue("7");
    sue.presses("Escape");

    waiting.click();
    sue.choice("uwe").check();
    sue.sessionEnds();
    sue.signsInAgain("sue");
    assertThat(sue.choice("uwe")).isChecked();
    sue.page().reload();
    waiting.click();
    assertThat(sue.choice("uwe")).isChecked();
    sue.judges("supervisor-assigning");
    sue.presses("Escape");

    sue.findsItBusyOnce("**/underwriters/*");
    sue.button("Change capacity: uma").click();
    assertThat(capacity).isFocused();
    sue.presses("Enter");
    sue.sees("The capacity of uma is now 7.");
    sue.button("한국어").click();
    sue.sees("uma 심사자의 최대 건수를 7건으로 바꾸었습니다.");
    assertThat(stage.application(subscription).underwriter()).isEqualTo("uma");
  }

  @Test
  void the_desks_fit_a_phone(Stage stage) {
    office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person sue = stage.as("sue", Look.PHONE);
    Locator row = sue.page().locator(".case-row");
    sue.sees(row);
    sue.judges("supervisor-phone");
    row(desk(sue, "uma"), application).getByRole(AriaRole.BUTTON).click();
    sue.judges("supervisor-reassigning-phone");
  }

  private static Locator desk(Person sue, String name) {
    return sue.page()
        .locator(".desk-card")
        .filter(
            new Locator.FilterOptions()
                .setHas(sue.page().locator("#desk-" + BackOffice.DESKS.get(name))));
  }

  private static Locator row(Locator desk, Application application) {
    return desk.locator(".case-row")
        .filter(new Locator.FilterOptions().setHasText(" " + application.underwritingId() + " "));
  }

  private static String load(Locator desk) {
    return desk.locator(".gauge-text b").textContent();
  }

  private static void changesCapacity(Person sue, Keyboard keyboard, String name, int capacity) {
    keyboard.activates(sue.button("Change capacity: " + name));
    assertThat(sue.page().locator("#capacity-input")).isFocused();
    sue.presses("Control+a");
    keyboard.types(Integer.toString(capacity));
    sue.presses("Enter");
    sue.sees("The capacity of %s is now %d.".formatted(name, capacity));
    assertThat(desk(sue, name).locator(".gauge-text")).containsText("/ " + capacity);
  }

  private static void reassigns(
      Person sue, Keyboard keyboard, Application application, String name) {
    keyboard.activates(sue.button("Reassign case " + application.underwritingId()));
    Locator choice = sue.choice(name);
    assertThat(choice).isChecked();
    sue.judges("supervisor-reassigning");
    keyboard.activates(sue.page().locator("dialog .button.accent"));
  }
}
