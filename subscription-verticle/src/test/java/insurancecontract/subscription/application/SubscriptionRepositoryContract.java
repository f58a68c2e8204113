package insurancecontract.subscription.application;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Change;
import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.Product;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.Subscription.Paid;
import insurancecontract.subscription.domain.Subscription.PendingPayment;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionEvent.Abandoned;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Cancelled;
import insurancecontract.subscription.domain.SubscriptionEvent.Contracted;
import insurancecontract.subscription.domain.SubscriptionEvent.Created;
import insurancecontract.subscription.domain.SubscriptionEvent.Refused;
import insurancecontract.subscription.domain.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.subscription.domain.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Withdrawn;
import insurancecontract.subscription.domain.SubscriptionRules;
import insurancecontract.subscription.domain.SubscriptionState;
import insurancecontract.subscription.domain.SubscriptionState.Absent;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of every repository of applications; keeps the one in memory honest. */
public interface SubscriptionRepositoryContract {
  /** Databases keep microseconds. */
  Instant NOON = Instant.parse("2026-03-01T12:00:00.123456Z");

  /** What is applied for. */
  Product PRODUCT = new Product("Fisrtcancer", 30_000, "KRW");

  /** An empty repository. */
  SubscriptionRepository repository();

  /** The events published so far, in order: {@code id/version} of each. */
  List<String> published();

  private static Opening opening(String customer) {
    return opening(customer, NOON);
  }

  private static Opening opening(String customer, Instant at) {
    return new Opening(customer, PRODUCT, at, null, null, null);
  }

  private static Opening keyed(String customer, String key, String hash, Instant at) {
    return new Opening(
        customer, PRODUCT, at, new RequestKey(customer, key), hash, at.plus(Duration.ofHours(24)));
  }

  private static PendingPayment pending(long id, String customer) {
    return Subscription.open(new SubscriptionEvent.Opened(id, customer, PRODUCT, NOON));
  }

  private Subscription opened(String customer) {
    return ((Opened.New) await(repository().open(List.of(opening(customer)))).get(0))
        .subscription();
  }

  private Subscription happened(Subscription before, SubscriptionEvent... events) {
    List<Recorded<SubscriptionState, SubscriptionEvent>> recorded = new ArrayList<>();
    Subscription after = before;
    for (SubscriptionEvent event : events) {
      after = new SubscriptionRules().evolve(after, event);
      recorded.add(new Recorded<>(event, after, null));
    }
    Changes<SubscriptionState, SubscriptionEvent, Subscription> changes =
        new Changes<>(List.of(new Change<>(before, recorded)), after);
    return await(repository().transact(List.of(before.id()), loaded -> changes));
  }

  @Test
  default void new_applications_get_the_next_numbers_in_their_order() {
    List<Opening> three = List.of(opening("alice"), opening("bob"), opening("alice"));

    List<Opened> opened = await(repository().open(three));

    assertThat(opened)
        .containsExactly(
            new Opened.New(pending(1, "alice")),
            new Opened.New(pending(2, "bob")),
            new Opened.New(pending(3, "alice")));
  }

  @Test
  default void what_was_recorded_is_found_again() {
    Subscription opened = opened("alice");

    assertThat(await(repository().find(opened.id()))).contains(opened);
  }

  @Test
  default void recording_publishes_nothing() {
    Subscription opened = opened("alice");

    assertThat(opened.version()).isEqualTo(1);
    assertThat(published()).isEmpty();
  }

  @Test
  default void what_is_not_there_is_not_found() {
    assertThat(await(repository().find(999))).isEmpty();
  }

  @Test
  default void every_column_survives_a_contract() {
    Subscription before = opened("alice");
    long id = before.id();

    Subscription after =
        happened(
            before,
            new Created(id, 70, NOON),
            new UnderwriterConfirmed(id, 700, NOON),
            new Contracted(id, NOON.plus(Duration.ofDays(15)), NOON));

    assertThat(after.status()).isEqualTo(SubscriptionStatus.CONTRACTED);
    assertThat(await(repository().find(id))).contains(after);
    assertThat(published()).containsExactly(id + "/2", id + "/3", id + "/4");
  }

  @Test
  default void every_column_survives_a_failure() {
    Subscription before = opened("alice");
    Abandoned declined =
        new Abandoned(before.id(), PaymentFailure.PAYMENT_DECLINED, "한도 초과 'quoted'", NOON);

    Subscription after = happened(before, declined);

    assertThat(await(repository().find(before.id()))).contains(after);
  }

  @Test
  default void every_column_survives_in_every_state() {
    Created paid = new Created(1, 70, NOON);
    UnderwriterConfirmed assigned = new UnderwriterConfirmed(1, 700, NOON);
    Contracted contracted = new Contracted(1, NOON.plus(Duration.ofDays(15)), NOON);
    WithdrawalRequested withdrawing = new WithdrawalRequested(1, NOON);
    CancelRequested cancelling = new CancelRequested(1, NOON);

    survives(paid);
    survives(paid, cancelling);
    survives(paid, cancelling, new Cancelled(1, NOON));
    survives(paid, assigned);
    survives(paid, assigned, new Refused(1, "too risky", NOON));
    survives(paid, assigned, contracted, withdrawing);
    survives(paid, assigned, contracted, withdrawing, new Withdrawn(1, NOON));
  }

  private void survives(SubscriptionEvent... events) {
    Subscription after = happened(opened("alice"), events);
    assertThat(await(repository().find(after.id()))).contains(after);
  }

  @Test
  default void a_transaction_gets_a_state_for_every_id() {
    Subscription first = opened("alice");
    Subscription second = opened("bob");

    Map<Long, SubscriptionState> loaded =
        await(
            repository()
                .transact(
                    List.of(second.id(), 999L, first.id()),
                    all -> new Changes<>(List.of(), Map.copyOf(all))));

    assertThat(loaded)
        .isEqualTo(Map.of(first.id(), first, second.id(), second, 999L, new Absent()));
  }

  @Test
  default void a_transaction_whose_work_throws_changes_nothing() {
    Subscription before = opened("alice");

    Future<String> broken =
        Future.succeededFuture()
            .compose(
                go ->
                    repository()
                        .transact(
                            List.of(before.id()),
                            loaded -> {
                              throw new IllegalArgumentException("broken");
                            }));

    assertThatThrownBy(() -> await(broken)).hasMessageContaining("broken");
    assertThat(await(repository().find(before.id()))).contains(before);
    assertThat(published()).isEmpty();
  }

  @Test
  default void a_key_that_was_used_gives_the_first_application() {
    Opened first = await(repository().open(List.of(keyed("alice", "k", "h", NOON)))).get(0);

    Opened again =
        await(repository().open(List.of(keyed("alice", "k", "other", NOON.plusSeconds(1))))).get(0);

    assertThat(again).isEqualTo(new Opened.Known(((Opened.New) first).subscription(), "h"));
    assertThat(await(repository().list(new SubscriptionQuery(null, null, Long.MAX_VALUE, 10))))
        .hasSize(1);
  }

  @Test
  default void a_known_key_between_new_applications_keeps_its_place_and_costs_no_number() {
    Opened first = await(repository().open(List.of(keyed("alice", "k", "h", NOON)))).get(0);

    List<Opened> mixed =
        await(
            repository()
                .open(
                    List.of(
                        opening("bob"),
                        keyed("alice", "k", "h", NOON),
                        keyed("bob", "k", "b", NOON))));

    assertThat(mixed)
        .containsExactly(
            new Opened.New(pending(2, "bob")),
            new Opened.Known(((Opened.New) first).subscription(), "h"),
            new Opened.New(pending(3, "bob")));
  }

  @Test
  default void a_known_key_shows_the_application_as_it_stands_now() {
    Subscription before =
        ((Opened.New) await(repository().open(List.of(keyed("alice", "k", "h", NOON)))).get(0))
            .subscription();

    Subscription after = happened(before, new Created(before.id(), 70, NOON));

    assertThat(await(repository().findRequest(new RequestKey("alice", "k"), NOON)))
        .contains(new Opened.Known(after, "h"));
  }

  @Test
  default void a_key_belongs_to_one_customer_and_ends() {
    List<Opened> one = await(repository().open(List.of(keyed("alice", "k", "h", NOON))));

    Instant over = NOON.plus(Duration.ofHours(24));
    assertThat(one).hasSize(1);
    assertThat(await(repository().findRequest(new RequestKey("bob", "k"), NOON))).isEmpty();
    assertThat(await(repository().findRequest(new RequestKey("alice", "k"), over))).isEmpty();
    assertThat(await(repository().findRequest(new RequestKey("alice", "k"), over.minusMillis(1))))
        .isPresent();
  }

  @Test
  default void an_expired_key_may_be_used_again_before_it_is_deleted() {
    List<Opened> first = await(repository().open(List.of(keyed("alice", "k", "h", NOON))));
    Instant later = NOON.plus(Duration.ofHours(25));

    Opened again = await(repository().open(List.of(keyed("alice", "k", "new", later)))).get(0);

    assertThat(first).hasSize(1);
    assertThat(again).isInstanceOf(Opened.New.class);
    assertThat(await(repository().findRequest(new RequestKey("alice", "k"), later)))
        .map(Opened.Known::bodyHash)
        .contains("new");
  }

  @Test
  default void expired_keys_are_deleted_in_steps() {
    List<Opening> five =
        IntStream.range(0, 5).mapToObj(i -> keyed("alice", "k" + i, "h", NOON)).toList();
    List<Opened> opened = await(repository().open(five));
    Instant over = NOON.plus(Duration.ofHours(24));

    List<Integer> steps = new ArrayList<>();
    steps.add(await(repository().forgetRequests(over.minusMillis(1), 3)));
    steps.add(await(repository().forgetRequests(over, 3)));
    steps.add(await(repository().forgetRequests(over, 3)));

    assertThat(opened).hasSize(5);
    assertThat(steps).containsExactly(0, 3, 2);
  }

  @Test
  default void a_list_is_newest_first_and_continues_below_an_id() {
    List<Opened> opened =
        await(repository().open(IntStream.range(0, 5).mapToObj(i -> opening("alice")).toList()));

    assertThat(opened).hasSize(5);
    assertThat(ids(new SubscriptionQuery("alice", null, Long.MAX_VALUE, 2)))
        .containsExactly(5L, 4L);
    assertThat(ids(new SubscriptionQuery("alice", null, 4L, 10))).containsExactly(3L, 2L, 1L);
  }

  @Test
  default void a_list_is_filtered_by_customer_and_status() {
    Subscription paid = opened("alice");
    Subscription pending = opened("alice");
    Subscription bobs = opened("bob");

    Subscription after = happened(paid, new Created(paid.id(), 70, NOON));

    assertThat(after.status()).isEqualTo(SubscriptionStatus.PAID);
    assertThat(ids(new SubscriptionQuery("alice", SubscriptionStatus.PAID, Long.MAX_VALUE, 9)))
        .containsExactly(paid.id());
    assertThat(
            ids(new SubscriptionQuery(null, SubscriptionStatus.PENDING_PAYMENT, Long.MAX_VALUE, 9)))
        .containsExactly(bobs.id(), pending.id());
    assertThat(ids(new SubscriptionQuery(null, null, Long.MAX_VALUE, 9))).hasSize(3);
    assertThat(ids(new SubscriptionQuery("carol", null, Long.MAX_VALUE, 9))).isEmpty();
  }

  private List<Long> ids(SubscriptionQuery query) {
    return await(repository().list(query)).stream().map(Subscription::id).toList();
  }

  @Test
  default void only_what_is_old_and_unpaid_is_left_behind() {
    Subscription paid = opened("alice");
    Subscription left = opened("alice");
    List<Opened> young = await(repository().open(List.of(opening("alice", NOON.plusSeconds(60)))));

    Subscription after = happened(paid, new Created(paid.id(), 70, NOON));

    assertThat(young).hasSize(1);
    assertThat(((Paid) after).paymentId()).isEqualTo(70);
    assertThat(await(repository().unpaidSince(NOON.plusSeconds(60), 9))).containsExactly(left.id());
    assertThat(await(repository().unpaidSince(NOON, 9))).isEmpty();
  }

  @Test
  default void nothing_to_open_opens_nothing() {
    assertThat(await(repository().open(List.of()))).isEqualTo(List.of());
    assertThat(await(repository().find(1))).isEqualTo(Optional.empty());
  }
}
