package insurancecontract.chassis.parked;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.postgres.Postgres;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The parked items of one service, in its own database, with every action taken on them: who, when,
 * why and with what outcome.
 */
public final class Parking {
  private static final int REASON_LENGTH_MAX = 2_000;

  private static final String PARK =
      """
      insert into parked (kind, origin, subject, reason, detail)
      select kind, origin, subject, reason, detail
        from json_to_recordset($1) as item(
             kind text, origin text, subject bigint, reason text, detail json)
          on conflict (origin) do nothing
      """;

  private static final String SHOWN =
      """
      select parked_id, kind, origin, status, subject, reason, detail, parked_at, closed_at,
             (select json_agg(json_build_object(
                       'act', act, 'by', by_whom, 'why', why, 'at', at, 'outcome', outcome)
                       order by parked_act_id)
                from parked_act
               where parked_act.parked_id = parked.parked_id) as acts
        from parked
      """;

  private static final String FIND = SHOWN + " where parked_id = $1";

  private static final String PAGE = SHOWN + " where parked_id < $1";

  private static final String OF_SUBJECT = " and subject = $3";

  private static final String ONLY_WAITING = " and status = 'WAITING'";

  private static final String COUNT = "select count(*) from parked where status = 'WAITING'";

  private static final String NEWEST_FIRST = " order by parked_id desc limit $2";

  private static final String BEGIN =
      """
      insert into parked_act (parked_id, act, by_whom, why)
      select parked_id, $2, $3, $4
        from parked
       where parked_id = $1
         and status = 'WAITING'
      returning parked_act_id
      """;

  private static final String END = "update parked_act set outcome = $2 where parked_act_id = $1";

  private static final String CLOSE =
      """
      update parked
         set status = $2, closed_at = now()
       where parked_id = $1
         and status = 'WAITING'
      """;

  /** What an operator can do about an item, and the status that this leads to. */
  enum Act {
    RETRY("RETRIED"),
    SETTLE("SETTLED");

    private final String becomes;

    Act(String becomes) {
      this.becomes = becomes;
    }
  }

  private final String service;
  private final Pool pool;
  private final Map<String, Repair> repairs = new HashMap<>();

  /** The parked items that the database behind {@code pool} holds for a service of this name. */
  public Parking(String service, Pool pool) {
    this.service = service;
    this.pool = pool;
  }

  String service() {
    return service;
  }

  /** Registers the repair for items of this kind. */
  public void onRepair(String kind, Repair repair) {
    repairs.put(kind, repair);
  }

  /** Stores the items; those that are parked already stay as they are. */
  public Future<Void> park(List<ParkedItem> items) {
    return park(pool, items);
  }

  /** Stores the items in the transaction of {@code tx}. */
  public static Future<Void> park(SqlClient tx, List<ParkedItem> items) {
    if (items.isEmpty()) return Future.succeededFuture();
    JsonArray rows = new JsonArray();
    items.forEach(item -> rows.add(row(item)));
    return tx.preparedQuery(PARK).execute(Tuple.of(rows)).mapEmpty();
  }

  private static JsonObject row(ParkedItem item) {
    return new JsonObject()
        .put("kind", item.kind())
        .put("origin", item.origin())
        .put("subject", item.subject())
        .put("reason", storable(item.reason()))
        .put("detail", item.detail());
  }

  /** PostgreSQL text holds no NUL, and a reason may quote an unreadable record. */
  private static String storable(String text) {
    String whole = text.replace('\0', '\uFFFD');
    return whole.length() <= REASON_LENGTH_MAX ? whole : whole.substring(0, REASON_LENGTH_MAX);
  }

  /** Newest first, with ids below {@code before}, optionally of one subject only. */
  Future<List<JsonObject>> page(boolean waiting, Long subject, int limit, long before) {
    String only = (subject == null ? "" : OF_SUBJECT) + (waiting ? ONLY_WAITING : "");
    Tuple parameters = subject == null ? Tuple.of(before, limit) : Tuple.of(before, limit, subject);
    return pool.preparedQuery(PAGE + only + NEWEST_FIRST)
        .execute(parameters)
        .map(
            rows -> {
              List<JsonObject> page = new ArrayList<>(rows.size());
              rows.forEach(row -> page.add(shown(row)));
              return page;
            });
  }

  /** How many items wait for an operator. */
  Future<Long> waiting() {
    return pool.query(COUNT).execute().map(rows -> rows.iterator().next().getLong(0));
  }

  Future<Optional<JsonObject>> find(long id) {
    return row(id).map(row -> row.map(this::shown));
  }

  private Future<Optional<Row>> row(long id) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> rows.size() == 0 ? Optional.empty() : Optional.of(rows.iterator().next()));
  }

  private JsonObject shown(Row row) {
    JsonObject shown =
        new JsonObject()
            .put("service", service)
            .put("parkedId", row.getLong("parked_id"))
            .put("kind", row.getString("kind"))
            .put("status", row.getString("status"))
            .put("reason", row.getString("reason"))
            .put("parkedAt", text(row.getOffsetDateTime("parked_at")));
    Long subject = row.getLong("subject");
    if (subject != null) shown.put("subject", subject);
    OffsetDateTime closedAt = row.getOffsetDateTime("closed_at");
    if (closedAt != null) shown.put("closedAt", text(closedAt));
    JsonArray acts = row.getJsonArray("acts");
    return shown
        .put("detail", row.getJsonObject("detail"))
        .put("acts", acts == null ? new JsonArray() : acts);
  }

  private static String text(OffsetDateTime at) {
    return at.toInstant().toString();
  }

  /**
   * Takes the action and returns the item afterwards. Fails with 404 or 409 when the item cannot be
   * acted on, and with 409 when the repair still fails; that outcome is recorded, too.
   */
  Future<JsonObject> act(long id, Act act, String by, String why) {
    return row(id)
        .compose(
            found -> {
              Row row = found.orElseThrow(() -> unknown(id));
              return begin(id, act, by, why)
                  .compose(actId -> tried(actId, id, act, () -> repaired(row, act, by)));
            })
        .compose(done -> row(id))
        .map(after -> shown(after.orElseThrow(() -> unknown(id))));
  }

  static ProblemException unknown(long id) {
    return Problems.notFound("Nothing is parked here with the id " + id + ".");
  }

  private Future<Long> begin(long id, Act act, String by, String why) {
    return pool.preparedQuery(BEGIN)
        .execute(Tuple.of(id, act.name(), by, why))
        .map(
            rows -> {
              if (rows.size() == 1) return rows.iterator().next().getLong("parked_act_id");
              throw Problems.conflict("NOT_PARKED", "It is no longer waiting for an operator.");
            });
  }

  private Future<Void> repaired(Row row, Act act, String by) {
    var item =
        new ParkedItem(
            row.getString("kind"),
            row.getString("origin"),
            row.getLong("subject"),
            row.getString("reason"),
            row.getJsonObject("detail"));
    Repair repair = repairs.get(item.kind());
    if (repair == null) {
      return Future.failedFuture(
          Problems.conflict("STILL_FAILS", "This release knows no repair for a " + item.kind()));
    }
    return act == Act.RETRY ? repair.retry(item) : repair.settle(item, by);
  }

  private Future<Void> tried(long actId, long id, Act act, Supplier<Future<Void>> step) {
    return Futures.attempt(step)
        .transform(
            tried ->
                tried.succeeded()
                    ? end(actId, "done").compose(ended -> close(id, act))
                    : end(actId, "failed: " + tried.cause().getMessage())
                        .transform(ended -> Future.failedFuture(explained(tried.cause()))));
  }

  private Future<Void> end(long actId, String outcome) {
    return pool.preparedQuery(END).execute(Tuple.of(actId, storable(outcome))).mapEmpty();
  }

  private Future<Void> close(long id, Act act) {
    return pool.preparedQuery(CLOSE).execute(Tuple.of(id, act.becomes)).mapEmpty();
  }

  /** Operators see the reason, which other callers do not. */
  private static Throwable explained(Throwable cause) {
    if (cause instanceof ProblemException || Postgres.isTransient(cause)) return cause;
    return Problems.conflict("STILL_FAILS", "It still cannot be done: " + cause.getMessage());
  }
}
