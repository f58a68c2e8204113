package insurancecontract.testing;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The plans of the very statements that the sessions of a pool have prepared, made for any values
 * of their parameters, in those sessions.
 */
public final class PreparedPlans {
  private static final String PREPARED =
      "select statement from pg_prepared_statements where statement ~* '^\\s*(select|insert|update|delete|with)'";

  private PreparedPlans() {}

  /**
   * The statements that read a table from end to end, each with that table; a page that is read in
   * the order of an index ends when it is full.
   *
   * @param connections how many sessions the pool may have
   * @param small tables that stay small
   */
  public static Set<String> readingAll(Pool pool, int connections, Set<String> small) {
    Set<String> found = new LinkedHashSet<>();
    List<SqlConnection> sessions = new ArrayList<>();
    for (int i = 0; i < connections; i++) sessions.add(await(pool.getConnection()));
    for (SqlConnection session : sessions) {
      for (Row row : await(session.query(PREPARED).execute())) {
        String statement = row.getString("statement");
        tablesReadWhole(plan(session, statement), false, small)
            .forEach(table -> found.add(table + ": " + statement));
      }
    }
    done(Future.all(sessions.stream().map(SqlConnection::close).toList()));
    return found;
  }

  private static JsonObject plan(SqlConnection session, String statement) {
    return await(session.query("explain (generic_plan, format json) " + statement).execute())
        .iterator()
        .next()
        .getJsonArray(0)
        .getJsonObject(0)
        .getJsonObject("Plan");
  }

  private static Stream<String> tablesReadWhole(
      JsonObject node, boolean limited, Set<String> small) {
    String type = node.getString("Node Type");
    boolean stops = limited || type.equals("Limit");
    boolean whole =
        type.equals("Seq Scan")
            || (type.contains("Index") && !stops && node.getValue("Index Cond") == null);
    String table = node.getString("Relation Name", node.getString("Index Name"));
    Stream<String> here = whole && !small.contains(table) ? Stream.of(table) : Stream.empty();
    return Stream.concat(
        here,
        node.getJsonArray("Plans", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .flatMap(child -> tablesReadWhole(child, stops, small)));
  }
}
