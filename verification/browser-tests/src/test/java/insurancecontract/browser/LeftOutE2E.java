package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.WebSocketFrame;
import com.microsoft.playwright.WebSocketRoute;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.junit.jupiter.api.Test;

/** What a browser was not sent, since it did not read in time: it is told so, and looks anew. */
@InChromium
class LeftOutE2E {
  /** A browser's way to hear of changes, on which the view may leave some out. */
  private static final class Way {
    private final Person person;
    private WebSocketRoute browser;
    private boolean isSettled;
    private boolean leavesOut;

    Way(Person person) {
      this.person = person;
      person.page().routeWebSocket("**/eventbus/**", this::carry);
    }

    private void carry(WebSocketRoute route) {
      browser = route;
      WebSocketRoute view = route.connectToServer();
      route.onMessage(
          frame -> {
            // The first ping comes after all that a page looks at once it is connected.
            isSettled |= frame.text().contains("ping");
            view.send(frame.text());
          });
      view.onMessage(
          frame -> {
            if (!isLeftOut(frame)) route.send(frame.text());
          });
    }

    private boolean isLeftOut(WebSocketFrame frame) {
      return leavesOut && frame.text().contains("viewVersion");
    }

    /** From now on, once the page has looked at everything itself. */
    void leavesOut() {
      person.page().waitForCondition(() -> isSettled);
      leavesOut = true;
    }

    /** As the view does when the browser has caught up. */
    void tellsToLookAnewAt(String address) {
      String message =
          new JsonObject()
              .put("type", "rec")
              .put("address", address)
              .put("body", new JsonObject().put("reset", true))
              .encode();
      browser.send("a" + new JsonArray().add(message).encode());
    }
  }

  @Test
  void a_customer_sees_where_the_application_stands(Stage stage) {
    var office = new BackOffice(stage);
    Application application = office.applied("alice", "Fisrtcancer", "uma");
    Person alice = stage.someone();
    var way = new Way(alice);
    alice.signIn("alice");
    alice.goTo("/applications/" + application.subscriptionId());
    alice.sees("An underwriter is looking at your application.");
    way.leavesOut();

    office.does(
        "uma", "/underwritings/" + application.underwritingId() + "/approve", new JsonObject());
    stage.awaitRow(application, row -> "CONTRACTED".equals(row.getString("subscriptionStatus")));
    alice.sees("An underwriter is looking at your application.");
    way.tellsToLookAnewAt("customer-status.alice");

    alice.sees("Your contract is concluded. You are covered.");
  }

  @Test
  void an_underwriter_sees_the_case_that_came(Stage stage) {
    Person uwe = stage.someone();
    var way = new Way(uwe);
    uwe.signIn("uwe");
    way.leavesOut();

    Application application = new BackOffice(stage).applied("bob", "Fisrtcancer", "uwe");
    assertThat(uwe.caseInQueue(application)).hasCount(0);
    way.tellsToLookAnewAt("desk-status");

    assertThat(uwe.caseInQueue(application)).hasCount(1);
  }
}
