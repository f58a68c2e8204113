package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.embedded.Database;
import insurancecontract.testplatform.TestPlatform;
import io.vertx.core.json.JsonObject;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** An operator rebuilds the view; the standing auditor reports the result. */
class RebuildE2E {
  private static final String REBUILD = "/subscriptionViews/rebuild";
  private static final int VIEW_IS_TRUE = 6;

  @Test
  void a_rebuild_puts_right_what_the_auditor_found_and_rows_are_served_meanwhile()
      throws SQLException {
    TestPlatform running = TestPlatform.shared();
    var api = new Api(running.platform().address());
    long refused = refused(api);
    long id = api.apply("alice", "Fisrtcancer");
    JsonObject before = api.await("alice", id, "UNDERWRITING");
    JsonObject first = awaitAudit(api, audit -> audit.getBoolean("satisfied"));
    assertThat(broken(first)).isZero();

    spoil(running.platform().databases().get("view"), refused);
    JsonObject found = awaitAudit(api, audit -> !audit.getBoolean("satisfied"));
    assertThat(broken(found)).isEqualTo(1);

    api.does("otto", REBUILD, null);
    JsonObject progress = rebuilt(api, id, before);
    assertThat(progress.getString("state")).isEqualTo("DONE");
    assertThat(progress.getLong("read")).isEqualTo(progress.getLong("total")).isPositive();

    Instant finished = progress.getInstant("finished");
    JsonObject last = awaitAudit(api, audit -> audit.getBoolean("satisfied"));
    assertThat(last.getInstant("at")).isAfter(finished);
    assertThat(api.get("bob", "/subscriptionViews/" + refused).text()).contains("no such luck");
    Audited.isSatisfied(running.platform());
  }

  private static long refused(Api api) {
    long id = api.apply("bob", "Fisrtcancer3");
    long underwriting = api.await("bob", id, "UNDERWRITING").getLong("underwritingId");
    JsonObject why = new JsonObject().put("reason", "no such luck");
    api.does("sue", "/underwritings/" + underwriting + "/refuse", why);
    api.reaches("bob", id, "REFUSED");
    api.reaches("bob", id, "paymentStatus", "CANCELLED");
    return id;
  }

  /** As no event says. */
  private static void spoil(Database view, long id) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(view.jdbcUrl(), view.user(), view.password());
        Statement statement = connection.createStatement()) {
      int rows =
          statement.executeUpdate(
              "update subscription_view set underwriting_reason = 'spoilt' where subscription_id = "
                  + id);
      assertThat(rows).isEqualTo(1);
    }
  }

  /** Waits for the end, and all the while sees the row as it was. */
  private static JsonObject rebuilt(Api api, long id, JsonObject row) {
    return Awaitility.await("the view is rebuilt")
        .pollInterval(Duration.ofMillis(10))
        .until(
            () -> {
              JsonObject shown = api.get("alice", "/subscriptionViews/" + id).body();
              assertThat(shown.getString("subscriptionStatus"))
                  .isEqualTo(row.getString("subscriptionStatus"));
              return api.get("otto", REBUILD).body();
            },
            progress -> !progress.getString("state").equals("RUNNING"));
  }

  private static JsonObject awaitAudit(Api api, Predicate<JsonObject> wanted) {
    return Awaitility.await("the auditor tells")
        .until(
            () -> api.get("otto", "/platform/status").body().getJsonObject("audit"),
            audit -> audit.containsKey("at") && wanted.test(audit));
  }

  private static long broken(JsonObject audit) {
    return audit.getJsonArray("invariants").stream()
        .map(JsonObject.class::cast)
        .filter(invariant -> invariant.getInteger("number") == VIEW_IS_TRUE)
        .findFirst()
        .orElseThrow()
        .getLong("broken");
  }
}
