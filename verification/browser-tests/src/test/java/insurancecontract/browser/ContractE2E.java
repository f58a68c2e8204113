package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import org.junit.jupiter.api.Test;

/** A customer and an underwriter, each at a browser, see what the other does as it happens. */
@InChromium
class ContractE2E {
  @Test
  void from_signing_in_to_the_contract(Stage stage) {
    Person alice = stage.as("alice");
    alice.link("Apply").click();
    alice.choice("First Cancer Cover").check();
    alice.judges("apply");
    alice.button("Apply and pay ₩30,000").click();
    alice.sees("An underwriter is looking at your application.");

    Application application = stage.applicationOf(alice);
    Person underwriter = stage.as(application.underwriter());
    underwriter.caseInQueue(application).click();
    underwriter.judges("underwriter");
    underwriter.presses("a");
    underwriter.button("Approve for good").click();

    alice.sees("Your contract is concluded. You are covered.");
    assertThat(alice.page().locator(".stop.done time")).hasCount(5);
    assertThat(underwriter.caseInQueue(application)).hasCount(0);
    alice.judges("customer");
  }
}
