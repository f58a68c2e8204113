package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import org.assertj.core.api.Assertions;

/** Someone who has no mouse. */
final class Keyboard {
  private static final int STOPS_MAX = 200;
  private static final String HAS_FOCUS = "element => element === document.activeElement";

  private final Person person;

  Keyboard(Person person) {
    this.person = person;
  }

  /** As a demo user, whose password is the name. */
  void signsIn(String user) {
    person.goTo("/");
    Locator name = person.page().locator("input[name=username]");
    person.sees(name);
    goesTo(name);
    types(user);
    person.presses("Tab");
    types(user);
    person.presses("Enter");
    assertThat(person.page().locator(".person")).hasText(user);
  }

  /** From where one is, stop by stop. */
  void goesTo(Locator wanted) {
    assertThat(wanted).isVisible();
    for (int i = 0; i < STOPS_MAX; i++) {
      if ((Boolean) wanted.evaluate(HAS_FOCUS)) return;
      person.presses("Tab");
    }
    Assertions.fail("%s cannot be reached by the keyboard", wanted);
  }

  /** Goes there and presses it. */
  void activates(Locator wanted) {
    goesTo(wanted);
    person.presses("Enter");
  }

  /** Where the focus is. */
  void types(String text) {
    person.page().keyboard().type(text);
  }
}
