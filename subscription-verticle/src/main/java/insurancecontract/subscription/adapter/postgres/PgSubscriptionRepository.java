package insurancecontract.subscription.adapter.postgres;

import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.outbox.Outbox;
import insurancecontract.subscription.application.Opened;
import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.application.RequestKey;
import insurancecontract.subscription.application.SubscriptionQuery;
import insurancecontract.subscription.application.SubscriptionRepository;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import insurancecontract.subscription.domain.SubscriptionState.Absent;
import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Applications in PostgreSQL: state in one row, events in the outbox, both or neither. */
public final class PgSubscriptionRepository implements SubscriptionRepository {
  private static final Absent ABSENT = new Absent();

  private final Pool pool;

  /** Uses the database of {@code pool}. */
  public PgSubscriptionRepository(Pool pool) {
    this.pool = pool;
  }

  /**
   * One round trip for the whole batch. Only recorded applications take a number, except when two
   * processes get the same key at the same time. Keys are written in sorted order, so that two
   * batches cannot deadlock.
   */
  private static final String OPEN =
      """
      with asked as materialized (
        select *
          from json_to_recordset($1) as r(
               place int, version bigint, status text, customer_id text, product_name text,
               premium bigint, currency text, created_at timestamptz, request_key text,
               body_hash text, expires_at timestamptz)
      ), fresh as (
        select *
          from asked a
         where request_key is null
            or not exists (
               select from application_request k
                where k.customer_id = a.customer_id
                  and k.request_key = a.request_key
                  and k.expires_at > a.created_at)
         order by place
      ), numbered as materialized (
        select nextval('subscription_id') as id, fresh.* from fresh
      ), keyed as (
        insert into application_request as k
               (customer_id, request_key, body_hash, subscription_id, expires_at)
        select customer_id, request_key, body_hash, id, expires_at
          from numbered
         where request_key is not null
         order by customer_id, request_key
            on conflict (customer_id, request_key) do update
           set body_hash = excluded.body_hash,
               subscription_id = excluded.subscription_id,
               expires_at = excluded.expires_at
         where k.expires_at <= (select min(created_at) from asked)
        returning subscription_id
      ), accepted as materialized (
        select *
          from numbered
         where request_key is null
            or id in (select subscription_id from keyed)
      ), opened as (
        insert into subscription (
               id, version, status, customer_id, product_name, premium, currency, created_at)
        select id, version, status, customer_id, product_name, premium, currency, created_at
          from accepted
         order by id
      )
      select place, id from accepted
      """;

  @Override
  public Future<List<Opened>> open(List<Opening> openings) {
    if (openings.isEmpty()) return Future.succeededFuture(List.of());
    return pool.preparedQuery(OPEN)
        .execute(Tuple.of(SubscriptionRows.openings(openings)))
        .compose(rows -> answered(openings, rows));
  }

  private Future<List<Opened>> answered(List<Opening> openings, RowSet<Row> rows) {
    Map<Integer, Long> ids = new HashMap<>();
    rows.forEach(row -> ids.put(row.getInteger("place"), row.getLong("id")));
    List<Opened> answers = new ArrayList<>();
    Future<Void> looked = Future.succeededFuture();
    for (int place = 0; place < openings.size(); place++) {
      Opening opening = openings.get(place);
      Long id = ids.get(place);
      answers.add(id == null ? null : new Opened.New(opening.numbered(id)));
      if (id == null) {
        int here = place;
        looked = looked.compose(before -> known(opening)).map(it -> fill(answers, here, it));
      }
    }
    return looked.map(done -> List.copyOf(answers));
  }

  private static Void fill(List<Opened> answers, int place, Opened known) {
    answers.set(place, known);
    return null;
  }

  /**
   * A separate query, because only a new snapshot sees what another process has just committed. If
   * the key expired in between, the request counts as new.
   */
  private Future<Opened> known(Opening opening) {
    return findRequest(opening.key(), opening.at())
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found.get())
                    : open(List.of(opening)).map(opened -> opened.get(0)));
  }

  /** What {@link SubscriptionRows#read} needs of {@code subscription s}. */
  private static final String COLUMNS =
      """
      s.id, s.version, s.status, s.customer_id, s.product_name, s.premium, s.currency,
             s.created_at, s.payment_id, s.underwriting_id, s.failure, s.reason, s.contracted_at,
             s.withdrawable_until
      """;

  private static final String LOAD =
      "select "
          + COLUMNS
          + """
              from subscription s
             where s.id = any($1)
             order by s.id
               for update
            """;

  /** A case stays in its row for ever: an audit would see a cancellation that came too late. */
  private static final String SAVE =
      """
      update subscription s
         set version = r.version,
             status = r.status,
             payment_id = r.payment_id,
             underwriting_id = coalesce(r.underwriting_id, s.underwriting_id),
             failure = r.failure,
             reason = r.reason,
             contracted_at = r.contracted_at,
             withdrawable_until = r.withdrawable_until
        from json_to_recordset($1) as r(
             id bigint, version bigint, status text, payment_id bigint, underwriting_id bigint,
             failure text, reason text, contracted_at timestamptz, withdrawable_until timestamptz)
       where s.id = r.id
      """;

  @Override
  public <R> Future<R> transact(
      Collection<Long> ids,
      Function<Map<Long, SubscriptionState>, Changes<SubscriptionState, SubscriptionEvent, R>>
          work) {
    return pool.withTransaction(
        tx -> load(tx, ids).map(work).compose(changes -> store(tx, changes)));
  }

  private static Future<Map<Long, SubscriptionState>> load(SqlClient tx, Collection<Long> ids) {
    Map<Long, SubscriptionState> states = new TreeMap<>();
    ids.forEach(id -> states.put(id, ABSENT));
    return tx.preparedQuery(LOAD)
        .execute(Tuple.tuple().addArrayOfLong(states.keySet().toArray(Long[]::new)))
        .map(
            rows -> {
              rows.forEach(row -> states.put(row.getLong("id"), SubscriptionRows.read(row)));
              return states;
            });
  }

  /** Both statements are sent before either is answered. */
  private static <R> Future<R> store(
      SqlClient tx, Changes<SubscriptionState, SubscriptionEvent, R> changes) {
    if (changes.changes().isEmpty()) return Future.succeededFuture(changes.result());
    JsonArray rows = new JsonArray();
    changes
        .changes()
        .forEach(change -> rows.add(SubscriptionRows.changed((Subscription) change.after())));
    Future<?> saved = tx.preparedQuery(SAVE).execute(Tuple.of(rows));
    Future<Void> appended = Outbox.append(tx, SubscriptionMessages.of(changes.recorded()));
    return Future.join(saved, appended).map(changes.result());
  }

  private static final String FIND =
      "select "
          + COLUMNS
          + """
              from subscription s
             where s.id = $1
            """;

  @Override
  public Future<Optional<Subscription>> find(long id) {
    return pool.preparedQuery(FIND)
        .execute(Tuple.of(id))
        .map(rows -> stream(rows).map(SubscriptionRows::read).findFirst());
  }

  private static final String LIST_OWN =
      "select "
          + COLUMNS
          + """
              from subscription s
             where s.customer_id = $1
               and s.id < $2
               and ($3::text is null or s.status = $3)
             order by s.id desc
             limit $4
            """;

  /** Has no index on the status: large queries belong to the view. */
  private static final String LIST_ALL =
      "select "
          + COLUMNS
          + """
              from subscription s
             where s.id < $1
               and ($2::text is null or s.status = $2)
             order by s.id desc
             limit $3
            """;

  @Override
  public Future<List<Subscription>> list(SubscriptionQuery query) {
    String status = query.status() == null ? null : query.status().name();
    Tuple page = Tuple.of(query.before(), status, query.limit());
    Future<RowSet<Row>> rows =
        query.customerId() == null
            ? pool.preparedQuery(LIST_ALL).execute(page)
            : pool.preparedQuery(LIST_OWN)
                .execute(Tuple.of(query.customerId(), query.before(), status, query.limit()));
    return rows.map(found -> stream(found).map(SubscriptionRows::read).toList());
  }

  private static final String FIND_REQUEST =
      "select k.body_hash, "
          + COLUMNS
          + """
              from application_request k
              join subscription s on s.id = k.subscription_id
             where k.customer_id = $1
               and k.request_key = $2
               and k.expires_at > $3
            """;

  @Override
  public Future<Optional<Opened.Known>> findRequest(RequestKey key, Instant now) {
    return pool.preparedQuery(FIND_REQUEST)
        .execute(Tuple.of(key.customerId(), key.key(), time(now)))
        .map(rows -> stream(rows).map(PgSubscriptionRepository::request).findFirst());
  }

  private static Opened.Known request(Row row) {
    return new Opened.Known(SubscriptionRows.read(row), row.getString("body_hash"));
  }

  private static final String UNPAID_SINCE =
      """
      select id
        from subscription
       where unpaid_since < $1
       order by unpaid_since
       limit $2
      """;

  @Override
  public Future<List<Long>> unpaidSince(Instant before, int limit) {
    return pool.preparedQuery(UNPAID_SINCE)
        .execute(Tuple.of(time(before), limit))
        .map(rows -> stream(rows).map(row -> row.getLong("id")).toList());
  }

  /** Skips rows that another process is deleting at the same time. */
  private static final String FORGET_REQUESTS =
      """
      delete from application_request
       where ctid = any(array(
             select ctid
               from application_request
              where expires_at <= $1
              order by expires_at
              limit $2
                for update skip locked))
      """;

  @Override
  public Future<Integer> forgetRequests(Instant now, int limit) {
    return pool.preparedQuery(FORGET_REQUESTS)
        .execute(Tuple.of(time(now), limit))
        .map(RowSet::rowCount);
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static Stream<Row> stream(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false);
  }
}
