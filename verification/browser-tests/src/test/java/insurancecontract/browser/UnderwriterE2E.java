package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** An underwriter's desk. */
@InChromium
class UnderwriterE2E {
  private static final Pattern CASE = Pattern.compile("Case (\\d+) ");
  private static final int CASES_MAX = 100;

  @Test
  void cases_arrive_oldest_first_and_are_decided_by_the_keyboard_alone(Stage stage) {
    var office = new BackOffice(stage);
    Person uma = stage.someone();
    var keyboard = new Keyboard(uma);
    keyboard.signsIn("uma");
    uma.sees(uma.heading("My desk"));

    Application first = office.applied("bob", "Fisrtcancer3", "uma");
    assertThat(uma.caseInQueue(first)).hasCount(1);
    Application second = office.applied("alice", "Fisrtcancer", "uma");
    assertThat(uma.caseInQueue(second)).hasCount(1);
    assertThat(uma.caseInQueue(second).locator(".age")).not().isEmpty();
    assertThat(cases(uma)).isSorted();

    takesInHand(uma, first);
    assertThat(fact(uma, "Application")).hasText(Long.toString(first.subscriptionId()));
    assertThat(fact(uma, "Customer")).hasText("bob");
    assertThat(fact(uma, "Premium")).hasText("₩50,000");
    assertThat(fact(uma, "Payment")).hasText("Charged");
    assertThat(fact(uma, "Waiting for")).not().isEmpty();

    uma.presses("r");
    assertThat(uma.page().locator("#reason")).isFocused();
    keyboard.types("too many risks");
    uma.judges("underwriter-refusing");
    keyboard.activates(uma.button("Refuse for good"));

    assertThat(fact(uma, "Case")).hasText(Long.toString(second.underwritingId()));
    assertThat(uma.page().locator("#case-title")).isFocused();
    assertThat(uma.caseInQueue(first)).hasCount(0);
    stage.awaitRow(first, row -> "too many risks".equals(row.getString("underwritingReason")));

    uma.presses("a");
    assertThat(uma.button("Approve for good")).isFocused();
    uma.presses("Enter");
    assertThat(uma.caseInQueue(second)).hasCount(0);
    stage.awaitRow(second, row -> "CONTRACTED".equals(row.getString("subscriptionStatus")));
  }

  @Test
  void the_desk_fits_a_phone(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uwe");
    Person uwe = stage.as("uwe", Look.PHONE);
    uwe.sees(uwe.page().locator("#case-title"));
    uwe.judges("underwriter-phone");
    pressesInKorean(uwe, "ㄱ", "KeyR");
    assertThat(uwe.page().locator("#reason")).isFocused();
    uwe.judges("underwriter-refusing-phone");
    uwe.button("돌아가기").click();
    // The browser may leave it to the input method to say what was typed.
    pressesInKorean(uwe, "Process", "KeyA");
    assertThat(uwe.page().getByRole(AriaRole.DIALOG)).isVisible();
    decide(office, application);
  }

  @Test
  void why_a_case_is_refused_outlasts_a_sign_in_and_a_platform_that_is_busy(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person uma = stage.as("uma");
    Locator reason = uma.page().locator("#reason");
    takesInHand(uma, application);
    uma.presses("r");
    reason.fill("too many risks");

    uma.sessionEnds();
    uma.signsInAgain("uma");
    assertThat(reason).hasValue("too many risks");
    // Who signs in elsewhere comes back to a page that is loaded anew.
    uma.page().reload();
    takesInHand(uma, application);
    uma.presses("r");
    assertThat(reason).hasValue("too many risks");
    uma.findsItBusyOnce("**/underwritings/*/refuse");
    uma.button("Refuse for good").click();
    uma.sees("We try again for you");
    uma.judges("underwriter-trying-again");

    assertThat(uma.caseInQueue(application)).hasCount(0);
    stage.awaitRow(
        application, row -> "too many risks".equals(row.getString("underwritingReason")));
  }

  @Test
  void whoever_has_a_case_in_hand_is_told_when_it_is_decided_elsewhere(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person here = stage.as("uma");
    Person there = stage.as("uma");
    for (Person uma : List.of(here, there)) {
      takesInHand(uma, application);
      uma.presses("a");
      uma.sees(uma.button("Approve for good"));
    }

    there.button("Approve for good").click();

    here.sees("Case %d has left your desk: Approved.".formatted(application.underwritingId()));
    assertThat(here.button("Approve for good")).hasCount(0);
    here.judges("underwriter-told");
    here.button("한국어").click();
    here.sees(here.page().locator(".in-hand .note.warn").getByText("승인"));
  }

  @Test
  void whoever_heard_nothing_meanwhile_is_told_at_the_next_look(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person uma = stage.someone();
    hearsNothing(uma);
    uma.signIn("uma");
    takesInHand(uma, application);
    uma.presses("a");

    decide(office, application);

    uma.sees("Case %d has left your desk.".formatted(application.underwritingId()));
    assertThat(uma.button("Approve for good")).hasCount(0);
  }

  @Test
  void of_two_who_decide_the_same_case_one_wins_and_the_other_is_told(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person uma = stage.someone();
    hearsNothing(uma);
    uma.expects(409);
    uma.expects(404);
    uma.signIn("uma");
    takesInHand(uma, application);
    uma.page().route("**/underwritings?**", route -> {});
    uma.presses("a");
    uma.sees(uma.button("Approve for good"));

    office.assign(application, "uwe");
    Person uwe = stage.as("uwe");
    takesInHand(uwe, application);
    uwe.presses("r");
    assertThat(uwe.page().locator("#reason")).isFocused();
    uwe.page().keyboard().type("not insurable");
    uwe.button("Refuse for good").click();
    assertThat(uwe.caseInQueue(application)).hasCount(0);
    uma.button("Approve for good").click();

    uma.sees(uma.page().locator(".in-hand .note.warn"));
    assertThat(uma.page().locator(".in-hand .note.warn"))
        .containsText(Pattern.compile("ase " + application.underwritingId() + " "));
    assertThat(uma.caseInQueue(application)).hasCount(0);
    stage.awaitRow(application, row -> "REFUSED".equals(row.getString("subscriptionStatus")));
  }

  @Test
  void who_decides_what_was_decided_a_moment_ago_is_told_how(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person uma = stage.someone();
    hearsNothing(uma);
    uma.expects(409);
    uma.signIn("uma");
    takesInHand(uma, application);
    uma.page().route("**/underwritings?**", route -> {});
    uma.presses("a");
    uma.sees(uma.button("Approve for good"));
    uma.judges("underwriter-approving");

    office.does(
        "sue",
        "/underwritings/" + application.underwritingId() + "/refuse",
        new JsonObject().put("reason", "not insurable"));
    uma.button("Approve for good").click();

    uma.sees(
        "Someone was faster: case %d had already been decided (Refused)."
            .formatted(application.underwritingId()));
    assertThat(uma.caseInQueue(application)).hasCount(0);
    stage.awaitRow(application, row -> "REFUSED".equals(row.getString("subscriptionStatus")));
  }

  @Test
  void an_empty_desk_says_so_until_a_case_comes(Stage stage) {
    var office = new BackOffice(stage);
    office.clears("uwe");
    Person uwe = stage.as("uwe");
    uwe.sees("Nothing to decide");
    uwe.judges("underwriter-none");

    Application application = office.applied("bob", "Fisrtcancer", "uwe");
    assertThat(fact(uwe, "Case")).hasText(Long.toString(application.underwritingId()));
  }

  private static void decide(BackOffice office, Application application) {
    office.does(
        "sue", "/underwritings/" + application.underwritingId() + "/approve", new JsonObject());
  }

  private static void pressesInKorean(Person person, String key, String code) {
    person
        .page()
        .locator("#case-title")
        .dispatchEvent("keydown", Map.of("key", key, "code", code, "bubbles", true));
  }

  /** The push does not get through, so that only looks at the platform tell anything. */
  private static void hearsNothing(Person person) {
    person.expects("net::ERR_FAILED");
    person.context().route("**/eventbus/**", Route::abort);
  }

  /** Next, next, next, from the oldest on. */
  private static void takesInHand(Person person, Application application) {
    Locator entry = person.caseInQueue(application);
    assertThat(entry).hasCount(1);
    assertThat(person.page().locator("#case-title")).isVisible();
    for (int i = 0; i < CASES_MAX && !isInHand(entry); i++) person.presses("j");
    assertThat(entry).hasAttribute("aria-current", "true");
  }

  private static boolean isInHand(Locator entry) {
    entry.page().waitForFunction(Person.DRAWN);
    return entry.getAttribute("aria-current").equals("true");
  }

  private static List<Long> cases(Person person) {
    String queue = String.join("\n", person.page().locator(".queue-entry").allTextContents());
    return CASE.matcher(queue).results().map(UnderwriterE2E::number).toList();
  }

  private static long number(MatchResult found) {
    return Long.parseLong(found.group(1));
  }

  private static Locator fact(Person person, String term) {
    return person
        .page()
        .locator(".in-hand .facts > div")
        .filter(
            new Locator.FilterOptions()
                .setHas(
                    person
                        .page()
                        .locator("dt")
                        .filter(
                            new Locator.FilterOptions()
                                .setHasText(Pattern.compile("^" + term + "$")))))
        .locator("dd");
  }
}
