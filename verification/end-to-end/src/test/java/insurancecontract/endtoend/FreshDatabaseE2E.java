package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.embedded.Database;
import insurancecontract.testplatform.Client.Reply;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The services on tables that are empty at first, and of which there are no statistics. */
class FreshDatabaseE2E {
  private static final int APPLICATIONS = 150;
  private static final JsonObject BODY = new JsonObject().put("productName", "Fisrtcancer");

  /** An audit reads every table from end to end, so none may run. */
  private static final JsonObject SETTINGS =
      new JsonObject().put("STANDALONE_AUDIT_INTERVAL_MS", 86_400_000);

  /** Of all tables but those that stay small. */
  private static final String READ_BY_SCANS =
      """
      select relname || ': ' || seq_tup_read || ' rows'
        from pg_stat_user_tables
       where seq_tup_read > 0
         and relname not in ('underwriter', 'view_rebuild', 'flyway_schema_history')
      """;

  private static final String FILLED =
      """
      select relname
        from pg_stat_user_tables
       where relname in ('subscription', 'payment', 'underwriting_case', 'subscription_view')
         and n_tup_ins >= %d
      """
          .formatted(APPLICATIONS);

  @Test
  void no_table_that_grows_is_read_from_end_to_end_from_the_first_row_on() {
    try (TestPlatform running = TestPlatform.throwAway(SETTINGS)) {
      var api = new Api(running.platform().address());
      api.desks(2 * APPLICATIONS);
      manyApply(api);
      everyWayToEnd(api);
      everyList(api);

      Map<String, Database> databases = running.platform().databases();
      // The server's counters follow a little later.
      await()
          .untilAsserted(
              () ->
                  assertThat(databases.values())
                      .allSatisfy(each -> assertThat(rows(each, FILLED)).isNotEmpty()));
      assertThat(databases.values()).flatMap(each -> rows(each, READ_BY_SCANS)).isEmpty();
    }
  }

  private static void manyApply(Api api) {
    List<CompletableFuture<Reply>> replies =
        Stream.generate(() -> api.callAsync("alice", "POST", "/subscriptions", BODY))
            .limit(APPLICATIONS)
            .toList();
    assertThat(replies).map(CompletableFuture::join).map(Reply::status).containsOnly(201);
  }

  private static void everyWayToEnd(Api api) {
    long refused = api.apply("bob", "Fisrtcancer");
    decide(api, refused, "refuse", new JsonObject().put("reason", "too many risks"));
    api.reaches("bob", refused, "paymentStatus", "CANCELLED");

    long contract = api.apply("bob", "Fisrtcancer");
    decide(api, contract, "approve", null);
    api.reaches("bob", contract, "CONTRACTED");
    api.does("bob", "/subscriptions/" + contract + "/withdraw", null);
    api.reaches("bob", contract, "WITHDRAWN");

    api.desks(0);
    long cancelled = api.apply("bob", "Fisrtcancer");
    api.does("bob", "/subscriptions/" + cancelled + "/cancel", null);
    api.reaches("bob", cancelled, "CANCELLED");
  }

  private static void decide(Api api, long subscription, String decision, JsonObject body) {
    long underwriting = api.await("bob", subscription, "UNDERWRITING").getLong("underwritingId");
    api.does("sue", "/underwritings/" + underwriting + "/" + decision, body);
  }

  private static void everyList(Api api) {
    for (String path :
        List.of(
            "/subscriptions",
            "/payments",
            "/subscriptionViews",
            "/subscriptionViews?subscriptionStatus=PAID",
            "/subscriptionViews?productName=Fisrtcancer")) {
      for (String user : List.of("alice", "sue")) {
        assertThat(api.get(user, path).status()).as(path).isEqualTo(200);
      }
    }
    for (String path : List.of("/underwritings", "/underwritings?underwritingStatus=ASSIGNED")) {
      for (String user : List.of("uma", "sue")) {
        assertThat(api.get(user, path).status()).as(path).isEqualTo(200);
      }
    }
  }

  private static List<String> rows(Database database, String query) {
    try (Connection connection =
            DriverManager.getConnection(database.jdbcUrl(), database.user(), database.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(query)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) rows.add(result.getString(1));
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(query, e);
    }
  }
}
