package insurancecontract.view.adapter.postgres;

import insurancecontract.view.projection.ViewRow;
import insurancecontract.view.query.Progress;
import insurancecontract.view.query.Story;
import insurancecontract.view.query.SubscriptionView;
import insurancecontract.view.query.Timeline;
import insurancecontract.view.query.TimelineEntry;
import insurancecontract.view.query.ViewFilter;
import insurancecontract.view.query.Views;
import insurancecontract.view.query.Visibility;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Queries of the served rows in PostgreSQL. */
public final class PgViews implements Views {
  /** Later than any row; the database's infinity is not an instant in Java. */
  private static final Instant NEVER = Instant.parse("9999-12-31T00:00:00Z");

  private static final Instant EVER = Instant.parse("0001-01-01T00:00:00Z");

  private static final String STORY =
      """
      select source, version, type, at, detail
        from timeline
       where subscription_id = $1
      """;

  /**
   * A page may begin at an id that has no row yet, such as the next one: then the row before it
   * says where. Rows known from other sources only have no created_at and are not found.
   */
  private static final String CURSOR =
      """
      select created_at
        from subscription_view
       where subscription_id <= $1
         and created_at is not null
       order by subscription_id desc
       limit 1
      """;

  /**
   * A filter that is null is removed when the statement is planned with its values, leaving one
   * index with the right order. The upper bound is a pair, so that the scan starts there.
   */
  static final String LIST =
      """
      select subscription_id, subscription_status, customer_id, product_name, premium, currency,
             payment_id, payment_status, underwriting_id, underwriting_status, underwriter_id,
             subscription_reason, payment_reason, underwriting_reason,
             created_at, contracted_at, withdrawable_until, updated_at,
             subscription_version, payment_version, underwriting_version, underwriter_version,
             facts, generation
        from subscription_view
       where ($1::text is null or customer_id = $1)
         and ($2::text is null or customer_id = $2)
         and ($3::bigint is null or underwriter_id = $3)
         and ($4::text is null or subscription_status = $4)
         and ($5::text is null or product_name = $5)
         and created_at >= $6
         and (created_at, subscription_id) < ($7, $8)
       order by created_at desc, subscription_id desc
       limit $9
      """;

  private final Pool pool;

  /** Where a page begins: rows are before it in time, or at the same time with a lower id. */
  private record Bound(Instant createdAt, long subscriptionId) {}

  /** Queries on the database of {@code pool}. */
  public PgViews(Pool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Optional<Story>> find(long subscriptionId, Visibility visibility) {
    return RowSql.find(pool, List.of(subscriptionId))
        .compose(
            rows ->
                rows.stream()
                    .filter(ViewRow::isVisible)
                    .map(SubscriptionView::of)
                    .filter(visibility::includes)
                    .findFirst()
                    .map(this::told)
                    .orElse(Future.succeededFuture(Optional.empty())));
  }

  /** The timeline is read after the row, so it has everything that the row shows. */
  private Future<Optional<Story>> told(SubscriptionView view) {
    return pool.preparedQuery(STORY)
        .execute(Tuple.of(view.subscriptionId()))
        .map(
            rows ->
                Optional.of(
                    new Story(
                        view,
                        Timeline.ordered(
                            StreamSupport.stream(rows.spliterator(), false)
                                .map(PgViews::entry)
                                .toList()))));
  }

  private static TimelineEntry entry(Row row) {
    String type = row.getString("type");
    return new TimelineEntry(
        RowSql.instant(row, "at"),
        row.getString("source"),
        type,
        row.getLong("version"),
        row.getJsonObject("detail").getMap(),
        Progress.completedBy(type).orElse(null));
  }

  @Override
  public Future<List<SubscriptionView>> list(
      Visibility visibility, ViewFilter filter, Long after, int limit) {
    return bound(filter, after)
        .compose(
            bound ->
                bound.isEmpty()
                    ? Future.succeededFuture(List.of())
                    : list(visibility, filter, bound.get(), limit));
  }

  private Future<Optional<Bound>> bound(ViewFilter filter, Long after) {
    Bound end = new Bound(filter.to() == null ? NEVER : filter.to(), 0);
    if (after == null) return Future.succeededFuture(Optional.of(end));
    return pool.preparedQuery(CURSOR)
        .execute(Tuple.of(after))
        .map(rows -> cursor(rows, after).map(cursor -> earlier(cursor, end)));
  }

  private static Optional<Bound> cursor(RowSet<Row> rows, long after) {
    return rows.size() == 0
        ? Optional.empty()
        : Optional.of(new Bound(RowSql.instant(rows.iterator().next(), "created_at"), after));
  }

  private static Bound earlier(Bound cursor, Bound end) {
    return cursor.createdAt().isBefore(end.createdAt()) ? cursor : end;
  }

  private Future<List<SubscriptionView>> list(
      Visibility visibility, ViewFilter filter, Bound bound, int limit) {
    return pool.preparedQuery(LIST)
        .execute(
            Tuple.of(
                visibility.customerId(),
                filter.customerId(),
                visibility.underwriterId(),
                filter.subscriptionStatus(),
                filter.productName(),
                at(filter.from() == null ? EVER : filter.from()),
                at(bound.createdAt()),
                bound.subscriptionId(),
                limit))
        .map(rows -> RowSql.readAll(rows).stream().map(SubscriptionView::of).toList());
  }

  /** Bounds beyond any possible row are clamped to the last value that the database supports. */
  private static OffsetDateTime at(Instant moment) {
    Instant held = moment.isAfter(NEVER) ? NEVER : moment.isBefore(EVER) ? EVER : moment;
    return held.atOffset(ZoneOffset.UTC);
  }
}
