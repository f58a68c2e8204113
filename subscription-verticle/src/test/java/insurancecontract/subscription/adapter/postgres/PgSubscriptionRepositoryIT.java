package insurancecontract.subscription.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.application.Opened;
import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.application.RequestKey;
import insurancecontract.subscription.application.SubscriptionRepository;
import insurancecontract.subscription.application.SubscriptionRepositoryContract;
import insurancecontract.subscription.application.SubscriptionService;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import insurancecontract.testing.PreparedPlans;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgSubscriptionRepositoryIT implements SubscriptionRepositoryContract {
  private static SubscriptionDatabase database;

  @BeforeAll
  static void open() {
    database = new SubscriptionDatabase();
  }

  @AfterAll
  static void close() {
    Set<String> readingAll = PreparedPlans.readingAll(database.pool(), 8, Set.of());
    database.close();
    assertThat(readingAll).isEmpty();
  }

  @BeforeEach
  void clear() {
    database.clear();
  }

  @Override
  public SubscriptionRepository repository() {
    return new PgSubscriptionRepository(database.pool());
  }

  @Override
  public List<String> published() {
    return database.rows("select subject, version from outbox order by outbox_id").stream()
        .map(row -> row.getLong("subject") + "/" + row.getLong("version"))
        .toList();
  }

  private SubscriptionService service() {
    return new SubscriptionService(repository(), (command, decision) -> {});
  }

  private static Opening opening(String key) {
    return key == null
        ? new Opening("alice", PRODUCT, NOON, null, null, null)
        : new Opening(
            "alice",
            PRODUCT,
            NOON,
            new RequestKey("alice", key),
            "h",
            NOON.plus(Duration.ofHours(24)));
  }

  private List<Opened> opened(int count) {
    return await(
        repository().open(IntStream.range(0, count).mapToObj(i -> opening(null)).toList()));
  }

  private Future<List<Handled<SubscriptionState, SubscriptionEvent>>> handle(
      SubscriptionCommand... commands) {
    return service()
        .handle(
            Stream.of(commands)
                .<Traced<SubscriptionCommand>>map(command -> new Traced<>(command, null))
                .toList());
  }

  @Test
  void a_hundred_at_once_with_one_key_are_recorded_once() {
    List<Future<List<Opened>>> all =
        IntStream.range(0, 100).mapToObj(i -> repository().open(List.of(opening("k")))).toList();

    List<Opened> answers = all.stream().map(it -> await(it).get(0)).toList();

    assertThat(answers).filteredOn(Opened.New.class::isInstance).hasSize(1);
    assertThat(database.rows("select id from subscription")).hasSize(1);
    assertThat(
            answers.stream()
                .map(
                    it ->
                        it instanceof Opened.New fresh
                            ? fresh.subscription()
                            : ((Opened.Known) it).subscription())
                .collect(Collectors.toSet()))
        .hasSize(1);
  }

  @Test
  void batches_that_share_keys_in_any_order_do_not_deadlock() {
    List<Future<List<Opened>>> all = new ArrayList<>();
    Random random = new Random(7);
    for (int batch = 0; batch < 40; batch++) {
      List<Opening> openings =
          IntStream.range(0, 20).mapToObj(i -> opening("k" + i)).collect(Collectors.toList());
      Collections.shuffle(openings, random);
      all.add(repository().open(openings));
    }

    long fresh =
        all.stream().flatMap(it -> await(it).stream()).filter(Opened.New.class::isInstance).count();

    assertThat(fresh).isEqualTo(20);
    assertThat(database.rows("select id from subscription")).hasSize(20);
  }

  @Test
  void transactions_over_the_same_applications_in_any_order_do_not_deadlock() {
    List<Opened> opened = opened(20);
    List<Long> ids = LongStream.rangeClosed(1, 20).boxed().collect(Collectors.toList());
    Random random = new Random(7);
    List<Future<List<Handled<SubscriptionState, SubscriptionEvent>>>> all = new ArrayList<>();
    for (int batch = 0; batch < 30; batch++) {
      Collections.shuffle(ids, random);
      all.add(
          handle(
              ids.stream()
                  .map(id -> new ConfirmPayment(id, id * 10, NOON))
                  .toArray(SubscriptionCommand[]::new)));
    }

    all.forEach(it -> assertThat(await(it)).hasSize(20));

    assertThat(opened).hasSize(20);
    assertThat(published()).hasSize(20);
  }

  @Test
  void of_a_cancellation_and_an_assignment_at_the_same_time_exactly_one_wins() {
    List<Opened> opened = opened(50);
    assertThat(opened).hasSize(50);
    List<Future<List<Handled<SubscriptionState, SubscriptionEvent>>>> races = new ArrayList<>();
    for (long id = 1; id <= 50; id++) {
      assertThat(await(handle(new ConfirmPayment(id, id, NOON)))).hasSize(1);
      races.add(handle(new Cancel(id, "alice", NOON)));
      races.add(handle(new ConfirmUnderwriter(id, id, NOON)));
    }
    races.forEach(race -> assertThat(await(race)).hasSize(1));

    List<Row> undecided =
        database.rows(
            """
            select id from subscription
             where (status = 'CANCEL_REQUESTED') <> (underwriting_id is null)
                or status not in ('CANCEL_REQUESTED', 'UNDERWRITING')
            """);

    assertThat(undecided).isEmpty();
    assertThat(published()).hasSize(100);
  }

  @Test
  void of_a_payment_and_a_sweep_at_the_same_time_exactly_one_wins() {
    List<Opened> opened = opened(50);
    List<Future<List<Handled<SubscriptionState, SubscriptionEvent>>>> races = new ArrayList<>();
    for (long id = 1; id <= 50; id++) {
      races.add(handle(new ConfirmPayment(id, id, NOON)));
      races.add(handle(new Abandon(id, PaymentFailure.PAYMENT_UNANSWERED, null, NOON)));
    }

    races.forEach(race -> assertThat(await(race)).hasSize(1));

    assertThat(opened).hasSize(50);
    assertThat(published()).hasSize(50);
  }

  @Test
  void an_event_is_stored_in_the_published_language_with_its_trace() {
    List<Opened> opened = opened(1);
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    List<Handled<SubscriptionState, SubscriptionEvent>> handled =
        await(service().handle(List.of(new Traced<>(new ConfirmPayment(1, 10, NOON), trace))));

    assertThat(opened).hasSize(1);
    assertThat(((Subscription) handled.get(0).after()).status()).isEqualTo(SubscriptionStatus.PAID);
    Row row = database.rows("select * from outbox").get(0);
    assertThat(row.getString("topic")).isEqualTo("subscription-events");
    assertThat(row.getString("type")).isEqualTo("SubscriptionCreated");
    assertThat(row.getString("traceparent")).isEqualTo(trace);
    assertThat(row.get(JsonObject.class, "data"))
        .isEqualTo(
            new JsonObject()
                .put("subscriptionId", 1)
                .put("version", 2)
                .put("subscriptionStatus", "PAID")
                .put("customerId", "alice")
                .put("productName", "Fisrtcancer")
                .put("premium", 30_000)
                .put("currency", "KRW")
                .put("paymentId", 10)
                .put("createdAt", NOON.toString()));
  }

  @Test
  void a_no_op_writes_nothing() {
    List<Opened> opened = opened(1);
    assertThat(await(handle(new ConfirmPayment(1, 10, NOON)))).hasSize(1);
    Long before =
        database.rows("select xmin::text::bigint as x from subscription").get(0).getLong("x");

    assertThat(await(handle(new ConfirmPayment(1, 99, NOON)))).hasSize(1);

    assertThat(opened).hasSize(1);
    assertThat(
            database.rows("select xmin::text::bigint as x from subscription").get(0).getLong("x"))
        .isEqualTo(before);
  }

  @Test
  void a_connection_that_is_cut_before_the_commit_changes_nothing() {
    List<Opened> opened = opened(1);

    Future<Long> cut =
        database
            .pool()
            .withTransaction(
                tx ->
                    tx.query("update subscription set version = 9")
                        .execute()
                        .compose(
                            done ->
                                tx.query("select pg_terminate_backend(pg_backend_pid())").execute())
                        .map(done -> 1L));

    assertThatThrownBy(() -> await(cut))
        .satisfies(it -> assertThat(Postgres.isTransient(it)).isTrue());
    assertThat(opened).hasSize(1);
    // The pool may hand out the dead connection once more before it notices.
    Awaitility.await()
        .ignoreExceptions()
        .until(() -> await(repository().find(1)).orElseThrow().version() == 1);
  }

  @Test
  void the_sweeper_and_the_customers_pages_find_their_rows_by_an_index() {
    String sweep =
        plan(
            "select id from subscription where unpaid_since < now() order by unpaid_since limit 9");
    String page =
        plan(
            "select id from subscription where customer_id = 'alice' and id < 99"
                + " order by id desc limit 9");

    assertThat(sweep).contains("subscription_unpaid");
    assertThat(page).contains("subscription_of_customer");
  }

  /** A table this small would be read whole, if that were not forbidden. */
  private static String plan(String sql) {
    return await(
            database
                .pool()
                .withTransaction(
                    tx ->
                        tx.query("set local enable_seqscan = off; set local enable_sort = off")
                            .execute()
                            .compose(done -> tx.query("explain " + sql).execute())))
        .stream()
        .map(row -> row.getString(0))
        .collect(Collectors.joining("\n"));
  }
}
