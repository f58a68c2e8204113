package insurancecontract.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.Route.ResumeOptions;
import com.microsoft.playwright.options.AriaRole;
import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A platform whose people sign in at an identity provider, as everywhere but on trial. */
@InChromium
class SignInE2E {
  /** Long enough for a page to be filled in on a busy machine, and to be waited for. */
  private static final Duration SHORT = Duration.ofSeconds(15);

  private static final Duration LONG = Duration.ofHours(1);
  private static final String NOT_TRUSTED =
      "The identity provider gave an answer that does not fit";

  /** As after a change of the issuer's key. */
  private static final String SPOIL_THE_TOKEN =
      "sessionStorage.setItem('session', sessionStorage.getItem('session').slice(0, -8) + 'AAAAAAAA')";

  private static IdentityProvider provider;
  private static TestPlatform platform;

  @BeforeAll
  static void start() {
    provider = IdentityProvider.start();
    platform =
        TestPlatform.throwAway(
            new JsonObject()
                .put("GATEWAY_ISSUER_BUILTIN", false)
                .put("IDENTITY_ISSUER", provider.issuer())
                .put("IDENTITY_JWKS", new JsonArray()));
    provider.knows(address() + "/sign-in/done");
  }

  @AfterAll
  static void stop() {
    platform.close();
    provider.close();
  }

  @BeforeEach
  void honest() {
    provider.issues(LONG, true);
    provider.lies(claims -> claims);
  }

  @Test
  void one_who_signs_in_at_the_provider_applies_and_signs_out_of_both(Stage stage) {
    Person alice = someone(stage);
    alice.goTo("/apply");
    alice.sees(alice.heading("Sign in"));
    alice.judges("sign-in-provider");
    signsIn(alice, "alice");

    assertThat(alice.page()).hasURL(address() + "/apply");
    alice.choice("First Cancer Cover").check();
    alice.button("Apply and pay ₩30,000").click();
    alice.sees("An underwriter is looking at your application.");

    alice.button("Sign out").click();
    assertThat(alice.page()).hasURL(address() + "/sign-in");
    alice.button("Sign in with your account").click();
    alice.sees("Who are you?");
  }

  @Test
  void who_signs_out_has_done_so_at_once_though_the_provider_takes_its_time(Stage stage) {
    Person alice = someone(stage);
    alice.goTo("/apply");
    signsIn(alice, "alice");
    List<Route> held = new ArrayList<>();
    alice.page().route(provider.issuer() + "/.well-known/openid-configuration", held::add);
    alice.button("Sign out").click();
    alice.page().waitForCondition(() -> !held.isEmpty());

    Assertions.assertThat(alice.page().evaluate("sessionStorage.length")).isEqualTo(0);
    assertThat(alice.page().locator(".person")).hasCount(0);
    assertThat(alice.page()).hasURL(address() + "/sign-in");

    alice.page().unroute(provider.issuer() + "/.well-known/openid-configuration");
    alice.page().evaluate("window.isLeft = true");
    held.forEach(Route::resume);
    alice.page().waitForFunction("() => !window.isLeft");
    assertThat(alice.page()).hasURL(address() + "/sign-in");
    alice.button("Sign in with your account").click();
    alice.sees("Who are you?");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lies")
  void an_answer_for_somebody_or_something_else_signs_nobody_in(
      String what, UnaryOperator<JsonObject> lie, Stage stage) {
    provider.lies(lie);
    Person alice = someone(stage);
    alice.goTo("/apply");
    answers(alice, "alice");

    alice.sees(NOT_TRUSTED);
    assertThat(alice.page().locator(".person")).hasCount(0);
    Assertions.assertThat(alice.page().evaluate("sessionStorage.length")).as(what).isEqualTo(0);

    provider.lies(claims -> claims);
    alice.button("Sign in with your account").click();
    assertThat(alice.page()).hasURL(address() + "/apply");
  }

  static Stream<Arguments> lies() {
    JsonArray two = new JsonArray().add(IdentityProvider.CLIENT).add("others");
    return Stream.of(
        lie("of another provider", claims -> claims.put("iss", "http://localhost:1")),
        lie("for others", claims -> claims.put("aud", "others")),
        lie("for several, and not said for whom", claims -> claims.put("aud", two)),
        lie("handed out to others", claims -> claims.put("aud", two).put("azp", "others")),
        lie("an hour old", claims -> claims.put("exp", claims.getLong("iat") - 3_600)),
        lie("without an end", claims -> without(claims, "exp")),
        lie("to another question", claims -> claims.put("nonce", "another")),
        lie("without an id token", claims -> null));
  }

  private static Arguments lie(String what, UnaryOperator<JsonObject> lie) {
    return Arguments.of(what, lie);
  }

  private static JsonObject without(JsonObject claims, String name) {
    claims.remove(name);
    return claims;
  }

  @Test
  void an_answer_that_nobody_asked_for_signs_nobody_in(Stage stage) {
    Person alice = someone(stage);
    alice.goTo("/sign-in/done?code=4711&state=guessed");
    alice.sees("Signing in did not work");
    alice.judges("sign-in-refused");
  }

  @Test
  void a_code_without_the_secret_of_whoever_asked_for_it_is_worth_nothing(Stage stage) {
    Person alice = someone(stage);
    alice.expects(400);
    alice.goTo("/apply");
    alice.button("Sign in with your account").click();
    alice.sees("Who are you?");
    alice
        .page()
        .route(
            provider.issuer() + "/token",
            sent ->
                sent.resume(
                    new ResumeOptions()
                        .setPostData(
                            sent.request()
                                .postData()
                                .replaceAll("code_verifier=[^&]*", "code_verifier=guessed"))));
    names(alice, "alice");
    alice.sees("Signing in did not work");
  }

  @Test
  void while_the_provider_is_away_one_is_told_and_can_try_again(Stage stage) {
    Person alice = someone(stage);
    alice.expects("net::ERR_CONNECTION_REFUSED");
    alice.goTo("/apply");
    provider.goesAway();
    try {
      alice.button("Sign in with your account").click();
      alice.sees("The identity provider cannot be reached");
      alice.judges("sign-in-unreachable");
    } finally {
      provider.comesBack();
    }
    signsIn(alice, "alice");
    alice.sees(alice.heading("Apply for insurance"));
  }

  @Test
  void a_token_that_can_be_renewed_is_renewed_and_nobody_notices(Stage stage) {
    provider.issues(Duration.ofSeconds(8), true);
    Person alice = someone(stage);
    alice.goTo("/applications");
    signsIn(alice, "alice");
    int before = provider.refreshed();
    await().until(() -> provider.refreshed() >= before + 3);

    assertThat(alice.page().getByRole(AriaRole.DIALOG)).hasCount(0);
    alice.sees("Live");
    alice.link("Apply").click();
    alice.sees(alice.choice("First Cancer Cover"));
  }

  @Test
  void what_was_chosen_is_still_chosen_after_the_session_has_ended(Stage stage) {
    provider.issues(SHORT, false);
    Person alice = someone(stage);
    alice.goTo("/apply");
    signsIn(alice, "alice");
    alice.choice("First Cancer Cover").check();
    alice.sees("Your session has ended");
    alice.judges("session-ended");

    provider.issues(LONG, false);
    Locator question = alice.page().getByRole(AriaRole.DIALOG);
    question.getByText("Sign in with your account").click();
    assertThat(question).hasCount(0);
    assertThat(alice.choice("First Cancer Cover")).isChecked();
    alice.button("Apply and pay ₩30,000").click();
    alice.sees("An underwriter is looking at your application.");
  }

  @Test
  void what_was_written_is_still_written_after_the_session_has_ended(Stage stage) {
    Application application = applied();
    provider.issues(SHORT, false);
    Person underwriter = someone(stage);
    underwriter.goTo("/desk");
    signsIn(underwriter, application.underwriter());
    underwriter.caseInQueue(application).click();
    underwriter.presses("r");
    underwriter.page().locator("#reason").fill("Smokes in bed");
    underwriter.sees("Your session has ended");

    provider.issues(LONG, false);
    underwriter.button("Sign in with your account").click();
    underwriter.caseInQueue(application).click();
    underwriter.presses("r");
    assertThat(underwriter.page().locator("#reason")).hasValue("Smokes in bed");
  }

  @Test
  void whose_session_ends_soon_is_asked_in_time_and_stays(Stage stage) {
    provider.issues(LONG, false);
    Person alice = someone(stage);
    alice.page().clock().install();
    alice.goTo("/apply");
    signsIn(alice, "alice");
    alice.choice("First Cancer Cover").check();
    alice.page().clock().fastForward("59:10");
    alice.sees("Your session ends in less than a minute.");
    alice.judges("session-ends-soon");

    alice.button("Stay signed in").click();
    alice.page().getByRole(AriaRole.DIALOG).getByText("Sign in with your account").click();
    assertThat(alice.choice("First Cancer Cover")).isChecked();
    assertThat(alice.page().getByText("Your session ends")).hasCount(0);
  }

  @Test
  void whose_token_is_refused_signs_in_over_the_page_and_goes_on(Stage stage) {
    Person bob = stage.as("bob");
    bob.expects(401);
    bob.goTo("/apply");
    bob.choice("First Cancer Cover").check();
    bob.page().evaluate(SPOIL_THE_TOKEN);
    bob.page().reload();
    Locator question = bob.page().getByRole(AriaRole.DIALOG);
    bob.sees(question.getByText("Your session has ended"));
    bob.judges("session-refused");

    question.getByLabel("Password").fill("bob");
    bob.presses("Enter");
    assertThat(question).hasCount(0);
    assertThat(bob.choice("First Cancer Cover")).isChecked();
    bob.button("Apply and pay ₩30,000").click();
    bob.sees("An underwriter is looking at your application.");
  }

  /** Somebody's application that has come to an underwriter. */
  private static Application applied() {
    Client alice = Client.bearing(address(), provider.accessToken("alice"));
    Client otto = Client.bearing(address(), provider.accessToken("otto"));
    long id =
        alice
            .post("/subscriptions", new JsonObject().put("productName", "Fisrtcancer3"))
            .body()
            .getLong("subscriptionId");
    return Application.of(
        await()
            .until(
                () -> otto.get("/subscriptionViews/" + id).body(),
                row -> row.getValue("underwriterId") != null));
  }

  private static String address() {
    return platform.platform().address();
  }

  private static Person someone(Stage stage) {
    return stage.someone(Look.DESKTOP, address());
  }

  private static void signsIn(Person person, String user) {
    answers(person, user);
    assertThat(person.page().locator(".person")).hasText(user);
  }

  private static void answers(Person person, String user) {
    person.button("Sign in with your account").click();
    names(person, user);
  }

  /** At the provider. */
  private static void names(Person person, String user) {
    Page page = person.page();
    page.getByLabel("Who are you?").fill(user);
    person.button("Continue").click();
  }
}
