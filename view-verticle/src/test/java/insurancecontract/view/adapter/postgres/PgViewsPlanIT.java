package insurancecontract.view.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlConnection;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A page costs what it shows, not what there is: looked up in the server's own plans. */
class PgViewsPlanIT {
  private static final int ROWS = 200_000;
  private static final int PAGE = 50;

  /** One row a second; two underwriters, three products, one customer a hundred rows. */
  private static final String FILL =
      """
      insert into subscription_view (
             subscription_id, subscription_status, customer_id, product_name, premium, currency,
             underwriter_id, created_at, updated_at, subscription_version, payment_version,
             underwriting_version, underwriter_version, facts)
      select n,
             case when n %% 1000 = 0 then 'PAYMENT_FAILED'
                  when n %% 3 = 0 then 'REFUSED' else 'CONTRACTED' end,
             'customer' || n / 100,
             'product' || n %% 3,
             100000, 'KRW', 77001520 + n %% 2,
             timestamptz '2026-01-01T00:00:00Z' + n * interval '1 second', now(), 4, 2, 3, 3, 9
        from generate_series(1, %1$d) as n
      """
          .formatted(ROWS);

  private static ViewDatabase database;
  private static SqlConnection session;

  @BeforeAll
  static void fill() {
    database = new ViewDatabase();
    database.execute(FILL);
    database.execute("analyze subscription_view");
    session = await(database.pool().getConnection());
    done(session.query("prepare list as " + PgViews.LIST).execute());
  }

  @AfterAll
  static void close() {
    done(session.close());
    database.close();
  }

  /** Own customer, customer, underwriter, status, product, from, and where the page begins. */
  static Stream<Arguments> questions() {
    String ever = "'0001-01-01T00:00:00Z'";
    String first = "'9999-12-31T00:00:00Z', 0";
    String deep = "'2026-01-01T03:00:00Z', 10800";
    return Stream.of(
        Arguments.of("everything", "null, null, null, null, null, " + ever + ", " + first),
        Arguments.of("deep in everything", "null, null, null, null, null, " + ever + ", " + deep),
        Arguments.of("a customer's", "'customer7', null, null, null, null, " + ever + ", " + first),
        Arguments.of("by customer", "null, 'customer7', null, null, null, " + ever + ", " + first),
        Arguments.of("a desk's", "null, null, 77001520, null, null, " + ever + ", " + first),
        Arguments.of("deep in a desk", "null, null, 77001520, null, null, " + ever + ", " + deep),
        Arguments.of("a status", "null, null, null, 'REFUSED', null, " + ever + ", " + first),
        Arguments.of(
            "a rare one", "null, null, null, 'PAYMENT_FAILED', null, " + ever + ", " + deep),
        Arguments.of("one unseen", "null, null, null, 'PAID', null, " + ever + ", " + first),
        Arguments.of("a product", "null, null, null, null, 'product2', " + ever + ", " + deep),
        Arguments.of("a span", "null, null, null, null, null, '2026-01-02T00:00:00Z', " + first),
        Arguments.of(
            "an empty span", "null, null, null, null, null, '2027-01-01T00:00:00Z', " + first),
        Arguments.of(
            "a desk's, by status", "null, null, 77001520, 'REFUSED', null, " + ever + ", " + first),
        Arguments.of(
            "a rare status of a product",
            "null, null, null, 'PAYMENT_FAILED', 'product1', " + ever + ", " + first));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("questions")
  void a_page_is_read_off_an_index(String question, String values) {
    String execute = "execute list(" + values + ", " + PAGE + ")";
    // So often that the server would go over to a plan for any values if it thought that better.
    for (int i = 0; i < 10; i++) done(session.query(execute).execute());
    JsonObject page = explained(execute);
    assertThat(page.getString("Node Type")).isEqualTo("Limit");
    JsonObject scan = page.getJsonArray("Plans").getJsonObject(0);
    assertThat(scan.getString("Node Type")).as(scan.encodePrettily()).contains("Index");
    assertThat(scan.getString("Scan Direction")).isEqualTo("Backward");
    assertThat(scan.getInteger("Rows Removed by Filter", 0)).isLessThan(10 * PAGE);
    assertThat(buffers(page)).as(scan.encodePrettily()).isLessThan(12 * PAGE);
  }

  @Test
  void a_row_and_its_story_are_found_by_their_keys() {
    JsonObject plan =
        explained("select * from subscription_view where subscription_id = any('{7}')");
    assertThat(plan.getString("Node Type")).contains("Index Scan");
    String indexes =
        database
            .rows("select indexdef from pg_indexes where tablename = 'timeline'")
            .iterator()
            .next()
            .getString(0);
    assertThat(indexes).contains("(subscription_id, source, version)");
  }

  private static long buffers(JsonObject plan) {
    return plan.getLong("Shared Hit Blocks") + plan.getLong("Shared Read Blocks");
  }

  private static JsonObject explained(String statement) {
    RowSet<Row> plan =
        await(session.query("explain (analyze, buffers, format json) " + statement).execute());
    return plan.iterator().next().getJsonArray(0).getJsonObject(0).getJsonObject("Plan");
  }
}
