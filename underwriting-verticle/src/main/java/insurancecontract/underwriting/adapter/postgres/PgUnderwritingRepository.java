package insurancecontract.underwriting.adapter.postgres;

import insurancecontract.chassis.decision.Change;
import insurancecontract.chassis.outbox.Outbox;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.application.CaseQuery;
import insurancecontract.underwriting.application.UnderwritingRepository;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.DeskChanges;
import insurancecontract.underwriting.domain.DeskState;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The desk in PostgreSQL. Every transaction first locks all underwriters in the order of their ids,
 * so changes of the desk are serialized and never deadlock. The number of statements depends
 * neither on the size of the batch nor on the number of cases.
 */
public final class PgUnderwritingRepository implements UnderwritingRepository {
  private static final Future<List<UnderwritingCase>> NO_CASES = Future.succeededFuture(List.of());
  private static final Future<Void> DONE = Future.succeededFuture();
  private static final String[] EVERY_STATUS =
      Stream.of(UnderwritingStatus.values()).map(UnderwritingStatus::name).toArray(String[]::new);

  private final Pool pool;

  /** A repository over the database of this pool. */
  public PgUnderwritingRepository(Pool pool) {
    this.pool = pool;
  }

  private static final String CASES =
      """
      select %s
        from underwriting_case
      """
          .formatted(CaseRow.COLUMNS);

  private static final String UNDERWRITER_COLUMNS =
      "underwriter_id, name, capacity, configured_capacity";

  /** The triggers of the cases keep the number of open ones. */
  private static final String UNDERWRITERS =
      """
      select %s, open_cases
        from underwriter
       order by underwriter_id
      """
          .formatted(UNDERWRITER_COLUMNS);

  private static final String LOCK = UNDERWRITERS + " for update";

  private static final String CONCERNED =
      CASES
          + """
           where underwriting_id = any($1)
              or subscription_id = any($2)
          """;

  private static final String WAITING =
      CASES
          + """
           where status = 'WAITING'
           order by underwriting_id
           limit $1
          """;

  private static final String FRESH_IDS =
      """
      select nextval('underwriting_id') as underwriting_id
        from generate_series(1, $1)
      """;

  @Override
  public <R> Future<R> transact(Concern concern, Function<DeskState, DeskChanges<R>> work) {
    return pool.withTransaction(
        tx ->
            load(tx, concern)
                .map(work)
                .compose(changes -> store(tx, changes).map(stored -> changes.cases().result())));
  }

  /** Both statements are sent at once; the second begins when the first has the lock. */
  private static Future<DeskState> load(SqlClient tx, Concern concern) {
    Future<List<Underwriter>> locked =
        tx.preparedQuery(LOCK).execute().map(PgUnderwritingRepository::underwriters);
    Future<List<UnderwritingCase>> concerned = concerned(tx, concern);
    return Future.join(locked, concerned)
        .compose(both -> loadRest(tx, concern, locked.result(), concerned.result()));
  }

  private static Future<DeskState> loadRest(
      SqlClient tx,
      Concern concern,
      List<Underwriter> underwriters,
      List<UnderwritingCase> concerned) {
    Future<List<UnderwritingCase>> waiting = waiting(tx, concern.waitingWanted(underwriters));
    Future<List<Long>> freshIds = freshIds(tx, missing(concern, concerned));
    return Future.all(waiting, freshIds)
        .map(loaded -> new DeskState(underwriters, concerned, waiting.result(), freshIds.result()));
  }

  private static Future<List<UnderwritingCase>> concerned(SqlClient tx, Concern concern) {
    if (concern.underwritingIds().isEmpty() && concern.subscriptionIds().isEmpty()) {
      return NO_CASES;
    }
    Tuple keys =
        Tuple.tuple()
            .addArrayOfLong(array(concern.underwritingIds()))
            .addArrayOfLong(array(concern.subscriptionIds()));
    return tx.preparedQuery(CONCERNED).execute(keys).map(CaseRow::readAll);
  }

  private static Long[] array(Set<Long> ids) {
    return ids.toArray(Long[]::new);
  }

  private static Future<List<UnderwritingCase>> waiting(SqlClient tx, int wanted) {
    if (wanted == 0) return NO_CASES;
    return tx.preparedQuery(WAITING).execute(Tuple.of((long) wanted)).map(CaseRow::readAll);
  }

  private static int missing(Concern concern, List<UnderwritingCase> found) {
    NavigableSet<Long> missing = new TreeSet<>(concern.subscriptionIds());
    found.forEach(each -> missing.remove(each.subscriptionId()));
    return missing.size();
  }

  private static Future<List<Long>> freshIds(SqlClient tx, int count) {
    if (count == 0) return Future.succeededFuture(List.of());
    return tx.preparedQuery(FRESH_IDS)
        .execute(Tuple.of(count))
        .map(PgUnderwritingRepository::readIds);
  }

  private static List<Long> readIds(RowSet<Row> rows) {
    NavigableSet<Long> ids = new TreeSet<>();
    rows.forEach(row -> ids.add(row.getLong("underwriting_id")));
    return List.copyOf(ids);
  }

  private static List<Underwriter> underwriters(RowSet<Row> rows) {
    List<Underwriter> underwriters = new ArrayList<>(rows.size());
    for (Row row : rows) {
      underwriters.add(
          new Underwriter(
              row.getLong("underwriter_id"),
              row.getString("name"),
              row.getInteger("capacity"),
              row.getInteger("configured_capacity"),
              row.getInteger("open_cases")));
    }
    return underwriters;
  }

  private static Future<Void> store(SqlClient tx, DeskChanges<?> changes) {
    return Future.all(
            storeUnderwriters(tx, changes.staff()),
            storeCases(tx, changes.cases().changes().stream().map(Change::after).toList()),
            Outbox.append(tx, Announcement.ofAll(changes.cases().recorded())))
        .mapEmpty();
  }

  private static final String STORE_UNDERWRITERS =
      """
      insert into underwriter (%1$s)
      select %1$s
        from json_populate_recordset(null::underwriter, $1)
          on conflict (underwriter_id) do update
         set name = excluded.name,
             capacity = excluded.capacity,
             configured_capacity = excluded.configured_capacity
      """
          .formatted(UNDERWRITER_COLUMNS);

  private static Future<Void> storeUnderwriters(SqlClient tx, List<Underwriter> underwriters) {
    if (underwriters.isEmpty()) return DONE;
    JsonArray rows = new JsonArray();
    underwriters.forEach(each -> rows.add(row(each)));
    return tx.preparedQuery(STORE_UNDERWRITERS).execute(Tuple.of(rows)).mapEmpty();
  }

  private static JsonObject row(Underwriter each) {
    return new JsonObject()
        .put("underwriter_id", each.underwriterId())
        .put("name", each.name())
        .put("capacity", each.capacity())
        .put("configured_capacity", each.configuredCapacity());
  }

  /** The application of a case never changes, so an update leaves it alone. */
  private static final String STORE_CASES =
      """
      insert into underwriting_case as stored (%1$s)
      select %1$s
        from json_populate_recordset(null::underwriting_case, $1)
          on conflict (underwriting_id) do update
         set version = excluded.version,
             status = excluded.status,
             underwriter_id = excluded.underwriter_id,
             reason = excluded.reason,
             decided_by = excluded.decided_by,
             assigned_at = excluded.assigned_at,
             decided_at = excluded.decided_at
       where stored.version < excluded.version
      """
          .formatted(CaseRow.COLUMNS);

  private static Future<Void> storeCases(SqlClient tx, List<UnderwritingCase> cases) {
    if (cases.isEmpty()) return DONE;
    return tx.preparedQuery(STORE_CASES)
        .execute(Tuple.of(CaseRow.writeAll(cases)))
        .compose(result -> result.rowCount() == cases.size() ? DONE : changedWithoutLock());
  }

  private static Future<Void> changedWithoutLock() {
    return Future.failedFuture(
        new IllegalStateException("A case changed although the desk was locked."));
  }

  private static final String FIND =
      CASES
          + """
           where underwriting_id = $1
          """;

  @Override
  public Future<Optional<UnderwritingCase>> find(long underwritingId) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(underwritingId))
        .map(rows -> CaseRow.readAll(rows).stream().findFirst());
  }

  // One statement for each kind of page, so that each reads from one index, however long the table
  // is. A single statement for all of them would get one plan that fits none.

  private static final String PAGE =
      CASES
          + """
           where underwriting_id < $1
           order by underwriting_id desc
           limit $2
          """;

  private static final String PAGE_IN_STATUS =
      CASES
          + """
           where status = $3
             and underwriting_id < $1
           order by underwriting_id desc
           limit $2
          """;

  private static final String PAGE_OF_UNDERWRITER =
      CASES
          + """
           where underwriter_id = $3
             and status = any($4)
             and underwriting_id < $1
           order by underwriting_id desc
           limit $2
          """;

  private static final String PAGE_OPEN_OF_UNDERWRITER =
      CASES
          + """
           where underwriter_id = $3
             and status = 'ASSIGNED'
             and underwriting_id < $1
           order by underwriting_id desc
           limit $2
          """;

  private static final String PAGE_OF_CUSTOMER =
      CASES
          + """
           where customer_id = $3
             and status = any($4)
             and underwriting_id < $1
           order by underwriting_id desc
           limit $2
          """;

  @Override
  public Future<List<UnderwritingCase>> page(CaseQuery query) {
    Tuple page = Tuple.of(query.before(), (long) query.limit());
    return read(query, page).map(CaseRow::readAll);
  }

  private Future<RowSet<Row>> read(CaseQuery query, Tuple page) {
    Optional<String> status = query.status().map(UnderwritingStatus::name);
    String[] statuses = status.map(one -> new String[] {one}).orElse(EVERY_STATUS);
    if (query.viewer() instanceof Viewer.OwnDesk own) {
      boolean open = query.status().equals(Optional.of(UnderwritingStatus.ASSIGNED));
      page.addLong(own.underwriterId());
      return open
          ? execute(PAGE_OPEN_OF_UNDERWRITER, page)
          : execute(PAGE_OF_UNDERWRITER, page.addArrayOfString(statuses));
    }
    if (query.viewer() instanceof Viewer.OwnApplications own) {
      return execute(PAGE_OF_CUSTOMER, page.addString(own.customerId()).addArrayOfString(statuses));
    }
    return status
        .map(wanted -> execute(PAGE_IN_STATUS, page.addString(wanted)))
        .orElseGet(() -> execute(PAGE, page));
  }

  private Future<RowSet<Row>> execute(String statement, Tuple parameters) {
    return pool.preparedQuery(statement).execute(parameters);
  }

  @Override
  public Future<List<Underwriter>> underwriters() {
    return pool.preparedQuery(UNDERWRITERS).execute().map(PgUnderwritingRepository::underwriters);
  }
}
