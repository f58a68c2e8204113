package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Route;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What went wrong, what it means, and what to do about it. */
@InChromium
class ProblemE2E {
  /** The codes of all problems, with their titles, in the language of the page. */
  private static final String ALL =
      """
      async () => {
        const { en } = await import('/web/texts/en.js');
        return Object.entries(en.problems).map(([code, { title, next }]) => [code, title, next]);
      }
      """;

  /** The next one only. */
  private static final String BREAK_A_RANDOM_KEY =
      """
      () => {
        crypto.getRandomValues = () => {
          delete crypto.getRandomValues;
          throw new Error('planted');
        };
      }
      """;

  private static final String GO_TO =
      """
      path => {
        history.pushState(null, '', path);
        window.dispatchEvent(new PopStateEvent('popstate'));
      }
      """;

  @Test
  void every_problem_has_a_page_that_says_what_it_is_and_what_to_do(Stage stage) {
    Person stranger = stage.someone();
    stranger.goTo("/problems/payment-declined");
    stranger.sees(stranger.heading("The payment was declined"));
    stranger.judges("problem");

    List<String> wrong = new ArrayList<>();
    List<?> all = (List<?>) stranger.page().evaluate(ALL);
    for (Object each : all) {
      List<?> problem = (List<?>) each;
      String code = problem.get(0).toString();
      Object unused =
          stranger
              .page()
              .evaluate(GO_TO, "/problems/" + code.toLowerCase(Locale.ROOT).replace('_', '-'));
      stranger.page().waitForFunction(Person.DRAWN);
      String shown = stranger.page().locator("main").innerText();
      boolean isWhole =
          shown.contains(problem.get(1).toString())
              && shown.contains(problem.get(2).toString())
              && (code.equals("unknown") || shown.contains(code));
      if (!isWhole) wrong.add(code + ": " + shown);
    }
    assertThat(all).hasSizeGreaterThan(50);
    assertThat(wrong).isEmpty();
  }

  @Test
  void an_address_that_is_none_is_a_page_and_so_is_one_of_others(Stage stage) {
    Person alice = stage.as("alice");
    alice.expects(404);
    alice.goTo("/nowhere");
    alice.sees(alice.heading("There is nothing here"));
    alice.judges("problem-not-found");
    alice.goTo("/platform");
    alice.sees(alice.heading("You are not allowed to do this"));
    alice.link("To the start page").click();
    alice.sees(alice.heading("My applications"));
    alice.goTo("/applications/999999999");
    alice.sees("The address may be mistyped, or this belongs to someone else.");
    alice.judges("application-not-found");
  }

  /** Whatever fails, and be it what shows failures: this needs none of it. */
  @Test
  void a_page_that_fails_says_so_and_can_be_loaded_again(Stage stage) {
    Person alice = stage.as("alice");
    alice.expects("planted");
    alice.goTo("/apply");
    alice.choice("First Cancer Cover").check();
    alice.page().evaluate(BREAK_A_RANDOM_KEY);
    alice.button("Apply and pay ₩30,000").click();
    alice.sees("This page has failed.");
    alice.judges("failed");

    alice.button("Reload").click();
    alice.sees(alice.choice("First Cancer Cover"));
    assertThat(alice.page().locator(".last-resort")).hasCount(0);

    alice.expects("net::ERR_FAILED");
    alice.page().route("**/web/pages/desk.js", Route::abort);
    alice.page().reload();
    alice.sees("This page has failed.");
  }

  @Test
  void a_problem_leads_to_its_page(Stage stage) {
    Person bob = stage.someone();
    bob.goTo("/");
    bob.sees(bob.heading("Sign in"));
    bob.judges("sign-in");
    bob.expects(401);
    bob.page().locator("input[name=username]").fill("bob");
    bob.page().locator("input[name=password]").fill("wrong");
    bob.presses("Enter");
    bob.sees("The user name or the password is wrong");
    bob.judges("sign-in-wrong");
    bob.link("What this means").click();
    assertThat(bob.heading("The user name or the password is wrong")).isFocused();
  }
}
