package insurancecontract.browser;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.testplatform.Client;
import insurancecontract.testplatform.Client.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** What others do meanwhile, at no browser of the test. */
final class BackOffice {
  static final Map<String, Long> DESKS = Map.of("uma", 77001520L, "uwe", 77001521L);

  private final Function<String, Client> people;

  /** At the platform that the tests share. */
  BackOffice(Stage stage) {
    this(stage.platform()::as);
  }

  /** At another platform, whose demo users are asked for by name. */
  BackOffice(Function<String, Client> people) {
    this.people = people;
  }

  /** Somebody applies and pays; the id of the application. */
  long applied(String customer, String product) {
    return answer(customer, "/subscriptions", new JsonObject().put("productName", product))
        .getLong("subscriptionId");
  }

  /** Somebody applies, and the case comes to this underwriter. */
  Application applied(String customer, String product, String underwriter) {
    Application application = application(applied(customer, product));
    if (application.underwriter().equals(underwriter)) return application;
    assign(application, underwriter);
    return new Application(application.subscriptionId(), application.underwritingId(), underwriter);
  }

  /** Waits until an underwriter has it. */
  Application application(long subscriptionId) {
    return Application.of(row(subscriptionId, row -> row.getValue("underwriterId") != null));
  }

  /** Waits until its row of the progress view is so. */
  JsonObject row(long subscriptionId, Predicate<JsonObject> wanted) {
    Client operator = people.apply("otto");
    return Awaitility.await("application " + subscriptionId)
        .until(() -> operator.get("/subscriptionViews/" + subscriptionId).body(), wanted);
  }

  /** The supervisor has the case go to this underwriter. */
  void assign(Application application, String underwriter) {
    does(
        "sue",
        "/underwritings/" + application.underwritingId() + "/assign",
        new JsonObject().put("underwriterId", DESKS.get(underwriter)));
  }

  /** All that lies on the underwriter's desk is approved. */
  void clears(String underwriter) {
    JsonArray open =
        people
            .apply(underwriter)
            .get("/underwritings?status=ASSIGNED&limit=200")
            .body()
            .getJsonArray("underwritings");
    for (int i = 0; i < open.size(); i++) {
      long id = open.getJsonObject(i).getLong("underwritingId");
      does(underwriter, "/underwritings/" + id + "/approve", new JsonObject());
    }
  }

  /** How many cases everyone may have open. */
  void capacity(int capacity) {
    Client sue = people.apply("sue");
    DESKS
        .values()
        .forEach(
            desk -> {
              Reply reply =
                  sue.patch("/underwriters/" + desk, new JsonObject().put("capacity", capacity));
              assertThat(reply.status()).as(reply.text()).isEqualTo(200);
            });
  }

  /** A call that is known to succeed. */
  void does(String user, String path, JsonObject body) {
    assertThat(answer(user, path, body)).isNotNull();
  }

  private JsonObject answer(String user, String path, JsonObject body) {
    Reply reply = people.apply(user).post(path, body);
    assertThat(reply.status()).as(reply.text()).isBetween(200, 299);
    return reply.body();
  }
}
