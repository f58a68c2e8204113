package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import insurancecontract.testing.Waiting;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.Assertions;

/**
 * Someone in front of a browser of the own. What its console says is kept, and judged at the end.
 */
final class Person implements AutoCloseable {
  static final Path SCREENSHOTS = Path.of("target", "screenshots");

  /** Generous: the machine may be busy. */
  static final double PATIENCE_MS = Waiting.DEADLINE.toMillis();

  /** What a browser keeps back from pages that come by http from another machine. */
  private static final String AS_BY_HTTP = "delete Crypto.prototype.randomUUID";

  private static final String SCROLLS_SIDEWAYS =
      "document.documentElement.scrollWidth > document.documentElement.clientWidth";

  /** The page draws itself with its next timer; ours comes after it. */
  static final String DRAWN = "() => new Promise(drawn => setTimeout(drawn, 50, true))";

  private final BrowserContext context;
  private final Page page;
  private final Look look;
  private final List<String> errors = new ArrayList<>();
  private final List<String> expected = new ArrayList<>();

  Person(Browser browser, String address, Look look) {
    this.look = look;
    context = browser.newContext(look.options().setBaseURL(address));
    context.setDefaultTimeout(PATIENCE_MS);
    context.addInitScript(AS_BY_HTTP);
    context.onConsoleMessage(this::note);
    context.onWebError(error -> errors.add(error.error()));
    page = context.newPage();
  }

  private void note(ConsoleMessage message) {
    if (message.type().equals("error")) errors.add(message.text() + " " + message.location());
  }

  Page page() {
    return page;
  }

  BrowserContext context() {
    return context;
  }

  Look look() {
    return look;
  }

  void goTo(String path) {
    page.navigate(path);
  }

  /** By the button of the demo user. */
  void signIn(String user) {
    goTo("/");
    page.locator(".demo-users button").filter(new Locator.FilterOptions().setHasText(user)).click();
    assertThat(page.locator(".person")).hasText(user);
  }

  /** The session is over, as when the platform says so. */
  void sessionEnds() {
    page.evaluate("async () => (await import('/web/session.js')).end()");
    sees("Your session has ended");
  }

  /** As the demo user who was signed in, over the page that waits for it. */
  void signsInAgain(String user) {
    page.locator("dialog.sign-in input[name=password]").fill(user);
    page.locator("dialog.sign-in .button.accent").click();
    assertThat(page.locator("dialog.sign-in")).hasCount(0);
  }

  /** The platform says once that such a call should be made again shortly. */
  void findsItBusyOnce(String calls) {
    expects(503);
    page.route(
        calls,
        route ->
            route.fulfill(
                new Route.FulfillOptions()
                    .setStatus(503)
                    .setHeaders(Map.of("Retry-After", "1"))
                    .setContentType("application/problem+json")
                    .setBody("{\"status\": 503, \"code\": \"OVERLOADED\"}")),
        new Page.RouteOptions().setTimes(1));
  }

  Locator button(String name) {
    return page.getByRole(
        AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator link(String name) {
    return page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  Locator heading(String name) {
    return page.getByRole(
        AriaRole.HEADING, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  /** One of several, of which one is chosen. */
  Locator choice(String name) {
    return page.locator("label")
        .filter(
            new Locator.FilterOptions()
                .setHas(page.getByText(name, new Page.GetByTextOptions().setExact(true))))
        .getByRole(AriaRole.RADIO);
  }

  /** The entry of an underwriter's queue. */
  Locator caseInQueue(Application application) {
    return page.locator(".queue-entry")
        .filter(
            new Locator.FilterOptions().setHasText("Case " + application.underwritingId() + " ·"));
  }

  void presses(String key) {
    page.keyboard().press(key);
  }

  /** Waits until this is to be seen. */
  void sees(Locator what) {
    assertThat(what.first()).isVisible();
  }

  void sees(String text) {
    sees(page.getByText(text));
  }

  /** The browser itself reports each answer of this status as an error; here the test wants it. */
  void expects(int status) {
    expected.add("the server responded with a status of " + status);
  }

  /** What the platform or the network does to this test is no fault of the page. */
  void expects(String error) {
    expected.add(error);
  }

  /** A screenshot of the whole page, for people to look at. */
  void picture(String name) {
    picture(name, look);
  }

  private void picture(String name, Look shown) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(SCREENSHOTS.resolve(name + "-" + shown + ".png"))
            .setFullPage(true));
  }

  /**
   * What is shown now is fit for everyone: in both languages, in light and dark, it keeps the rules
   * of accessibility and nobody has to scroll sideways, not even on a phone. A picture is kept of
   * each; afterwards all is as before.
   */
  void judges(String name) {
    List<String> faults = new ArrayList<>();
    for (Look shown : look.inAllLanguagesAndColours()) {
      show(shown);
      picture(name, shown);
      Accessibility.violations(page).forEach(fault -> faults.add(shown + ": " + fault));
      for (Look window : List.of(Look.PHONE, look)) {
        page.setViewportSize(window.width(), window.height());
        page.waitForFunction(DRAWN);
        if (scrollsSideways()) {
          faults.add(shown + ": scrolls sideways at a width of " + window.width());
        }
      }
    }
    show(look);
    Assertions.assertThat(faults).as("faults of " + name).isEmpty();
  }

  private boolean scrollsSideways() {
    return (Boolean) page.evaluate(SCROLLS_SIDEWAYS);
  }

  /** Not by the page's own switches: a dialog that is open keeps everyone away from those. */
  private void show(Look wished) {
    page.emulateMedia(
        new Page.EmulateMediaOptions()
            .setColorScheme(wished.colours())
            // Colours that are on their way from one to another would be judged.
            .setReducedMotion(ReducedMotion.REDUCE));
    page.evaluate(
        "async language => (await import('/web/i18n.js')).speak(language)", wished.language());
    page.waitForFunction(DRAWN);
  }

  void sawNoErrors() {
    Assertions.assertThat(errors)
        .filteredOn(error -> expected.stream().noneMatch(error::contains))
        .as("errors in the console of " + page.url().toLowerCase(Locale.ROOT))
        .isEmpty();
  }

  @Override
  public void close() {
    context.close();
  }
}
