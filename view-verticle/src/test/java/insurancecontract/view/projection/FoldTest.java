package insurancecontract.view.projection;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionContracted;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.contracts.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingClosed;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FoldTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final SubscriptionCreated CREATED =
      new SubscriptionCreated(7, 2, "PAID", "alice", "Fisrtcancer", 100_000, "KRW", 70, NOON);
  private static final UnderwriterConfirmed CONFIRMED =
      new UnderwriterConfirmed(7, 3, "UNDERWRITING", 700);
  private static final SubscriptionContracted CONTRACTED =
      new SubscriptionContracted(
          7, 4, "CONTRACTED", 700, NOON.plusSeconds(9), NOON.plusSeconds(99));
  private static final PaymentApproved APPROVED =
      new PaymentApproved(7, 2, 70, "APPROVED", 100_000, "KRW");
  private static final UnderwriterAssigned TO_UMA =
      new UnderwriterAssigned(7, 2, 700, "ASSIGNED", 1520);
  private static final UnderwriterAssigned TO_UWE =
      new UnderwriterAssigned(7, 3, 700, "ASSIGNED", 1521);
  private static final UnderwritingClosed CLOSED = new UnderwritingClosed(7, 4, 700, "CLOSED");

  @Test
  void the_birth_of_an_application_gives_what_only_it_knows() {
    ViewRow row = fold(CREATED);
    assertThat(row.subscription())
        .isEqualTo(
            new SubscriptionPart(
                2, "PAID", "alice", "Fisrtcancer", 100_000L, "KRW", null, NOON, null, null));
    assertThat(row.payment()).isEqualTo(new PaymentPart(0, null, 70L, null));
  }

  @Test
  void an_application_that_failed_is_known_with_its_reason() {
    ViewRow row =
        fold(
            new SubscriptionAbandoned(
                7, 2, "PAYMENT_FAILED", "alice", "Fisrtcancer", 100, "KRW", "TIMEOUT", NOON));
    assertThat(row.isVisible()).isTrue();
    assertThat(row.subscription().status()).isEqualTo("PAYMENT_FAILED");
    assertThat(row.subscription().reason()).isEqualTo("TIMEOUT");
  }

  @Test
  void later_facts_leave_alone_what_they_do_not_know() {
    ViewRow row = fold(CREATED, CONFIRMED, CONTRACTED);
    assertThat(row.subscription())
        .isEqualTo(
            new SubscriptionPart(
                4,
                "CONTRACTED",
                "alice",
                "Fisrtcancer",
                100_000L,
                "KRW",
                null,
                NOON,
                NOON.plusSeconds(9),
                NOON.plusSeconds(99)));
    assertThat(row.underwriting().underwritingId()).isEqualTo(700);
  }

  @Test
  void a_late_fact_does_not_bring_an_old_status_back_but_still_says_what_only_it_knows() {
    ViewRow row = fold(CONFIRMED, CREATED);
    assertThat(row.subscription().status()).isEqualTo("UNDERWRITING");
    assertThat(row.subscription().customerId()).isEqualTo("alice");
  }

  @Test
  void a_case_that_changed_hands_is_with_the_last_underwriter_even_if_told_in_reverse() {
    ViewRow row = fold(CLOSED, TO_UWE, TO_UMA);
    assertThat(row.underwriting())
        .isEqualTo(new UnderwritingPart(4, "CLOSED", 700L, 3, 1521L, null));
  }

  @Test
  void versions_of_different_sources_are_not_compared() {
    ViewRow row = fold(CONTRACTED, APPROVED);
    assertThat(row.payment().status()).isEqualTo("APPROVED");
  }

  @Test
  void a_row_is_hidden_until_its_application_is_known() {
    assertThat(fold(APPROVED, TO_UMA, CONFIRMED).isVisible()).isFalse();
    assertThat(fold(APPROVED, TO_UMA, CONFIRMED, CREATED).isVisible()).isTrue();
  }

  @Test
  void a_refund_keeps_its_reason() {
    ViewRow row =
        fold(APPROVED, new PaymentCancelled(7, 4, 70, "CANCELLED", 100_000, "KRW", "REFUSED"));
    assertThat(row.payment()).isEqualTo(new PaymentPart(4, "CANCELLED", 70L, "REFUSED"));
  }

  @Test
  void the_view_version_grows_with_every_fact_and_with_every_rebuild() {
    ViewRow before = fold(CREATED, APPROVED, TO_UMA);
    ViewRow after = fold(CREATED, APPROVED, TO_UMA, CONFIRMED);
    ViewRow rebuilt =
        new ViewRow(
            7,
            before.subscription(),
            before.payment(),
            before.underwriting(),
            before.updatedAt(),
            before.facts(),
            1);
    assertThat(after.viewVersion()).isGreaterThan(before.viewVersion());
    assertThat(rebuilt.viewVersion()).isGreaterThan(after.viewVersion());
  }

  @Test
  void any_order_of_the_same_facts_gives_the_same_rows() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Fact> facts = Sagas.of(seed, 60);
    List<ViewRow> inOrder = Fold.fold(facts);
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(facts, random);
      assertThat(Fold.fold(facts)).as("seed %d, permutation %d", seed, i).isEqualTo(inOrder);
    }
  }

  @Test
  void it_does_not_matter_how_the_facts_are_cut_into_batches() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Fact> facts = Sagas.of(seed, 60);
    List<ViewRow> whole = Fold.fold(facts);
    for (int i = 0; i < 100; i++) {
      Collections.shuffle(facts, random);
      int cut = random.nextInt(facts.size());
      assertThat(
              merged(Fold.fold(facts.subList(0, cut)), Fold.fold(facts.subList(cut, facts.size()))))
          .as("seed %d, cut %d", seed, i)
          .isEqualTo(whole);
    }
  }

  private static List<ViewRow> merged(List<ViewRow> some, List<ViewRow> others) {
    return List.copyOf(
        Stream.concat(some.stream(), others.stream())
            .collect(
                Collectors.toMap(ViewRow::subscriptionId, row -> row, ViewRow::merge, TreeMap::new))
            .values());
  }

  @Test
  void every_kind_of_event_is_among_the_made_up_stories_and_has_an_effect() {
    Set<Class<?>> met = new HashSet<>();
    for (Fact fact : Sagas.of(1, 200)) {
      assertThat(Fold.delta(fact).facts()).isEqualTo(1);
      met.add(fact.event().getClass());
    }
    assertThat(met).containsAll(kinds());
  }

  private static List<Class<?>> kinds() {
    return Arrays.stream(Event.class.getPermittedSubclasses())
        .<Class<?>>flatMap(source -> Arrays.stream(source.getPermittedSubclasses()))
        .toList();
  }

  private static ViewRow fold(Event... events) {
    List<ViewRow> rows =
        Fold.fold(Arrays.stream(events).map(event -> new Fact(event, NOON)).toList());
    assertThat(rows).hasSize(1);
    return rows.get(0);
  }
}
