package insurancecontract.view.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static insurancecontract.testing.Waiting.failure;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.RebuildProgress.State;
import insurancecontract.view.projection.Rebuilds;
import insurancecontract.view.projection.Rebuilds.Draft;
import insurancecontract.view.projection.Rebuilds.RebuildCount;
import insurancecontract.view.projection.Sagas;
import insurancecontract.view.projection.ViewRow;
import insurancecontract.view.query.SubscriptionView;
import insurancecontract.view.query.ViewFilter;
import insurancecontract.view.query.Views;
import insurancecontract.view.query.Visibility;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.StreamSupport;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgRebuildsIT {
  private static final List<Fact> FACTS = Sagas.of(3, 30);
  private static final List<Fact> LATER = Sagas.assigned(900, Sagas.ALICE);
  private static final RebuildCount COUNT = new RebuildCount(FACTS.size(), FACTS.size());

  private final List<Fact> leftOut = new CopyOnWriteArrayList<>();
  private ViewDatabase database;
  private PgViewRows rows;
  private Rebuilds rebuilds;

  @BeforeEach
  void open() {
    database = new ViewDatabase();
    rows = new PgViewRows(database.pool(), new PgChangeLog(database.pool()));
    rebuilds = new PgRebuilds(database.pool(), this::leaveOut);
    done(rows.apply(FACTS));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void a_draft_takes_the_place_of_the_served_rows_and_every_row_gets_a_greater_version() {
    List<ViewRow> before = served();
    rebuild(FACTS);
    assertThat(served())
        .isNotEqualTo(before)
        .allMatch(row -> row.generation() == 1)
        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("generation")
        .isEqualTo(before);
  }

  @Test
  void facts_that_come_after_a_rebuild_make_versions_grow_further() {
    rebuild(FACTS);
    done(rows.apply(LATER.subList(0, 3)));
    long rebuilt = version(900);
    done(rows.apply(LATER));
    assertThat(version(900)).isGreaterThan(rebuilt);
    rebuild(LATER);
    assertThat(version(900)).isGreaterThan(2_000_000);
  }

  @Test
  void statements_that_were_prepared_before_see_the_new_tables() {
    Pool pool = database.pool(3);
    PgViewRows live = new PgViewRows(pool, new PgChangeLog(pool));
    Views views = new PgViews(pool);
    // So often that the server may have gone over to plans that it keeps.
    for (int i = 0; i < 20; i++) exercise(live, views);
    Rebuilds onTheSamePool = new PgRebuilds(pool, this::leaveOut);
    for (int generation = 1; generation <= 3; generation++) {
      Draft draft = await(onTheSamePool.claim()).orElseThrow();
      done(draft.add(FACTS, COUNT));
      done(draft.replace(last -> last.add(LATER, COUNT)));
      for (int i = 0; i < 20; i++) exercise(live, views);
      SubscriptionView row = await(views.find(900, Visibility.ALL)).orElseThrow().view();
      assertThat(row.viewVersion()).isEqualTo(generation * 1_000_000L + LATER.size());
    }
    done(pool.close());
  }

  /** On all connections of the pool, with the ones that rebuilt before among them. */
  private static void exercise(PgViewRows live, Views views) {
    List<Future<?>> work = new ArrayList<>();
    for (int connection = 0; connection < 3; connection++) {
      work.add(live.apply(FACTS));
      work.add(views.list(Visibility.customer(Sagas.ALICE), ViewFilter.NONE, 20L, 10));
      work.add(views.find(7, Visibility.ALL));
    }
    done(Future.all(work));
  }

  @Test
  void every_index_and_column_is_as_it_was() {
    List<String> before = shape();
    rebuild(FACTS);
    rebuild(FACTS);
    assertThat(shape()).isEqualTo(before);
  }

  private List<String> shape() {
    return StreamSupport.stream(
            database
                .rows(
                    """
                    select indexdef as line from pg_indexes where schemaname = 'public'
                    union all
                    select format('%s.%s %s %s', table_name, column_name, data_type, is_nullable)
                      from information_schema.columns where table_schema = 'public'
                    union all
                    select format('%s %s', relname, reloptions)
                      from pg_class
                     where relkind = 'r' and relnamespace = 'public'::regnamespace
                     order by line
                    """)
                .spliterator(),
            false)
        .map(row -> row.getString("line"))
        .toList();
  }

  @Test
  void nobody_sees_a_draft_and_the_served_rows_go_on_changing() {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(FACTS.subList(0, 10), new RebuildCount(10, 99)));
    done(rows.apply(LATER));
    assertThat(served()).isEqualTo(Fold.fold(together(FACTS, LATER)));
    assertThat(await(rebuilds.progress()))
        .matches(progress -> progress.state() == State.RUNNING)
        .matches(progress -> progress.read() == 10 && progress.total() == 99)
        .matches(progress -> progress.started() != null && progress.finished() == null);
    done(draft.discard("enough"));
  }

  @Test
  void a_second_claim_is_in_vain_until_the_first_is_over() {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    assertThat(await(rebuilds.claim())).isEmpty();
    done(draft.discard("enough"));
    Draft second = await(rebuilds.claim()).orElseThrow();
    done(second.replace(last -> last.add(FACTS, COUNT)));
    assertThat(await(rebuilds.claim())).isPresent();
  }

  @Test
  void a_batch_that_comes_during_the_replacement_waits_and_is_merged_into_the_new_tables() {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(FACTS, COUNT));
    Promise<Void> replacing = Promise.promise();
    Promise<Void> goOn = Promise.promise();
    Future<Boolean> replaced =
        draft.replace(
            last -> {
              replacing.complete();
              return goOn.future();
            });
    done(replacing.future());
    Future<List<ViewRow>> live = rows.apply(LATER);
    // It waits in the server, where it can be seen.
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                database.number(
                        "select count(*) from pg_locks where locktype = 'advisory' and not granted")
                    == 1);
    assertThat(live.isComplete()).isFalse();
    goOn.complete();
    done(replaced);
    assertThat(await(live)).hasSize(1);
    assertThat(version(900)).isEqualTo(1_000_000L + LATER.size());
    assertThat(served()).hasSize(31);
  }

  @Test
  void a_fact_that_cannot_be_merged_is_left_out_also_in_the_last_step() {
    Fact last = FACTS.get(FACTS.size() - 1);
    long id = last.event().subscriptionId();
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(FACTS.subList(0, FACTS.size() - 1), COUNT));
    done(draft.prepare());
    database.execute(
        "alter table view_draft.subscription_view add constraint not_it"
            + " check (subscription_id <> %d) not valid".formatted(id));
    done(draft.replace(step -> step.add(FACTS, COUNT)));
    assertThat(leftOut).containsExactly(last);
    assertThat(served()).hasSize(30);
  }

  private Future<Void> leaveOut(Fact fact, Throwable cause) {
    leftOut.add(fact);
    return Future.succeededFuture();
  }

  @Test
  void old_rows_are_served_while_the_draft_takes_its_last_facts() {
    Views views = new PgViews(database.pool());
    Draft draft = await(rebuilds.claim()).orElseThrow();
    Future<Boolean> replaced =
        draft.replace(
            last ->
                views
                    .list(Visibility.ALL, ViewFilter.NONE, null, 100)
                    .compose(
                        seen ->
                            seen.size() == 30
                                ? last.add(FACTS, COUNT)
                                : Future.failedFuture("seen " + seen.size())));
    done(replaced);
  }

  @Test
  void whoever_reads_for_long_is_not_disturbed_and_no_added_fact_is_lost() {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    SqlConnection reader = await(database.pool().getConnection());
    done(reader.query("begin; select count(*) from subscription_view").execute());
    assertThat(await(draft.replace(last -> last.add(FACTS, COUNT)))).isFalse();
    assertThat(await(rows.apply(LATER))).hasSize(1);
    assertThat(version(900)).isLessThan(1_000_000);
    done(reader.query("commit").execute());
    done(reader.close());
    assertThat(await(draft.replace(last -> last.add(LATER, COUNT)))).isTrue();
    assertThat(served()).hasSize(31).allMatch(row -> row.generation() == 1);
  }

  @Test
  void a_replacement_that_fails_leaves_everything_as_it_was() {
    List<ViewRow> before = served();
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(FACTS, COUNT));
    Future<Boolean> replaced =
        draft.replace(last -> last.add(LATER, COUNT).compose(x -> Future.failedFuture("cut")));
    assertThat(failure(replaced)).hasMessage("cut");
    done(draft.discard("cut"));
    assertThat(served()).isEqualTo(before);
    assertThat(schemas()).isZero();
    assertThat(await(rebuilds.progress()))
        .matches(progress -> progress.state() == State.FAILED)
        .matches(progress -> progress.lastError().equals("cut"));
    assertThat(await(rows.apply(LATER))).hasSize(1);
  }

  @Test
  void what_a_killed_rebuild_leaves_behind_is_seen_and_thrown_away_at_the_next_start() {
    List<ViewRow> before = served();
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(FACTS.subList(0, 10), new RebuildCount(10, 99)));
    killHolder();
    assertThat(await(rebuilds.progress()).state()).isEqualTo(State.FAILED);
    assertThat(schemas()).isEqualTo(1);
    done(rebuilds.clean());
    assertThat(schemas()).isZero();
    assertThat(served()).isEqualTo(before);
    rebuild(FACTS);
    assertThat(await(rebuilds.progress()).state()).isEqualTo(State.DONE);
  }

  @Test
  void a_draft_whose_connection_broke_is_thrown_away_by_another() {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    killHolder();
    done(draft.discard("the connection broke"));
    assertThat(schemas()).isZero();
    assertThat(await(rebuilds.progress()).lastError()).isEqualTo("the connection broke");
  }

  @Test
  void a_running_rebuild_is_not_taken_for_a_left_over() {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(FACTS, COUNT));
    done(new PgRebuilds(database.pool(), this::leaveOut).clean());
    assertThat(await(rebuilds.progress()).state()).isEqualTo(State.RUNNING);
    done(draft.replace(last -> last.add(List.of(), COUNT)));
    assertThat(served()).hasSize(30);
  }

  @Test
  void a_draft_of_an_older_release_does_not_take_the_place_of_newer_tables() {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(FACTS, COUNT));
    database.execute("alter table subscription_view add column holder text");
    Future<Boolean> replaced = draft.replace(last -> Future.succeededFuture());
    assertThat(failure(replaced)).hasMessageContaining("other columns");
    done(draft.discard("refused"));
    assertThat(served()).hasSize(30);
  }

  private void rebuild(List<Fact> facts) {
    Draft draft = await(rebuilds.claim()).orElseThrow();
    done(draft.add(facts, COUNT));
    done(draft.prepare());
    done(draft.replace(last -> last.add(List.of(), COUNT)));
  }

  private void killHolder() {
    database.execute(
        """
        select pg_terminate_backend(pid) from pg_locks
         where locktype = 'advisory' and classid = 7013002
        """);
    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                database.number("select count(*) from pg_locks where locktype = 'advisory'") == 0);
  }

  private long schemas() {
    return database.number(
        "select count(*) from information_schema.schemata where schema_name = 'view_draft'");
  }

  private List<ViewRow> served() {
    List<Long> ids = new ArrayList<>(List.of(900L));
    for (long id = 1; id <= 30; id++) ids.add(id);
    return await(RowSql.find(database.pool(), ids));
  }

  private long version(long id) {
    return await(RowSql.find(database.pool(), List.of(id))).get(0).viewVersion();
  }

  private static List<Fact> together(List<Fact> some, List<Fact> others) {
    List<Fact> all = new ArrayList<>(some);
    all.addAll(others);
    return all;
  }
}
