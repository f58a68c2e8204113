package insurancecontract.view.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.testing.PreparedPlans;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.Sagas;
import insurancecontract.view.query.Story;
import insurancecontract.view.query.SubscriptionView;
import insurancecontract.view.query.TimelineEntry;
import insurancecontract.view.query.ViewFilter;
import insurancecontract.view.query.Views;
import insurancecontract.view.query.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgViewsIT {
  private static final int COUNT = 300;
  private static final long UNKNOWN = 9_001;
  private static ViewDatabase database;
  private static Views views;
  private static List<SubscriptionView> newestFirst;

  @BeforeAll
  static void fill() {
    database = new ViewDatabase();
    views = new PgViews(database.pool());
    List<Fact> facts = Sagas.of(5, COUNT);
    newestFirst =
        Fold.fold(facts).stream()
            .map(SubscriptionView::of)
            .sorted(Comparator.comparing(SubscriptionView::createdAt).reversed())
            .toList();
    facts.add(new Fact(new PaymentApproved(UNKNOWN, 2, 70, "APPROVED", 1, "KRW"), Sagas.BEGIN));
    done(new PgViewRows(database.pool(), new PgChangeLog(database.pool())).apply(facts));
  }

  @AfterAll
  static void close() {
    Set<String> readingAll = PreparedPlans.readingAll(database.pool(), 4, Set.of());
    database.close();
    assertThat(readingAll).isEmpty();
  }

  @Test
  void pages_follow_each_other_without_gap_or_repeat_newest_first() {
    List<SubscriptionView> all = new ArrayList<>();
    Long after = null;
    List<SubscriptionView> page;
    do {
      page = await(views.list(Visibility.ALL, ViewFilter.NONE, after, 37));
      all.addAll(page);
      after = page.isEmpty() ? null : page.get(page.size() - 1).subscriptionId();
    } while (!page.isEmpty());
    assertThat(all).isEqualTo(newestFirst);
  }

  @Test
  void a_customer_sees_the_own_only() {
    assertThat(list(Visibility.customer("alice"), ViewFilter.NONE))
        .isEqualTo(those(row -> row.customerId().equals("alice")));
  }

  @Test
  void a_customer_who_asks_for_anothers_gets_nothing() {
    ViewFilter bobs = new ViewFilter("bob", null, null, null, null);
    assertThat(list(Visibility.customer("alice"), bobs)).isEmpty();
  }

  @Test
  void an_underwriter_sees_those_on_the_own_desk() {
    assertThat(list(Visibility.underwriter(Sagas.UMA), ViewFilter.NONE))
        .isEqualTo(those(row -> row.underwriterId() != null && row.underwriterId() == Sagas.UMA));
  }

  @Test
  void wishes_add_up() {
    Instant from = newestFirst.get(200).createdAt();
    Instant to = newestFirst.get(20).createdAt();
    ViewFilter filter = new ViewFilter("bob", "CONTRACTED", "Fisrtcancer", from, to);
    List<SubscriptionView> expected =
        those(
            row ->
                row.customerId().equals("bob")
                    && row.subscriptionStatus().equals("CONTRACTED")
                    && row.productName().equals("Fisrtcancer")
                    && !row.createdAt().isBefore(from)
                    && row.createdAt().isBefore(to));
    assertThat(expected).isNotEmpty();
    assertThat(list(Visibility.ALL, filter)).isEqualTo(expected);
  }

  @Test
  void a_span_of_time_includes_its_beginning_and_not_its_end_on_every_page() {
    Instant from = newestFirst.get(50).createdAt();
    Instant to = newestFirst.get(40).createdAt();
    ViewFilter span = new ViewFilter(null, null, null, from, to);
    assertThat(list(Visibility.ALL, span)).isEqualTo(newestFirst.subList(41, 51));
    long outside = newestFirst.get(10).subscriptionId();
    assertThat(await(views.list(Visibility.ALL, span, outside, 500)))
        .isEqualTo(newestFirst.subList(41, 51));
    long inside = newestFirst.get(45).subscriptionId();
    assertThat(await(views.list(Visibility.ALL, span, inside, 500)))
        .isEqualTo(newestFirst.subList(46, 51));
  }

  @Test
  void a_page_may_begin_at_an_id_that_has_no_row() {
    long newest = newestFirst.stream().mapToLong(SubscriptionView::subscriptionId).max().orElse(0);
    List<SubscriptionView> first = list(Visibility.ALL, ViewFilter.NONE);
    for (long after : new long[] {newest + 1, UNKNOWN, 777_777L, Long.MAX_VALUE}) {
      assertThat(await(views.list(Visibility.ALL, ViewFilter.NONE, after, 500))).isEqualTo(first);
    }
  }

  @Test
  void before_the_first_row_there_is_nothing() {
    assertThat(await(views.list(Visibility.ALL, ViewFilter.NONE, 0L, 10))).isEmpty();
  }

  @Test
  void moments_beyond_what_the_database_knows_are_no_error() {
    ViewFilter wide = new ViewFilter(null, null, null, Instant.MIN, Instant.MAX);
    assertThat(list(Visibility.ALL, wide)).hasSize(COUNT);
  }

  @Test
  void a_story_has_the_row_and_its_facts_by_time() {
    long id = newestFirst.get(0).subscriptionId();
    Story story = await(views.find(id, Visibility.ALL)).orElseThrow();
    assertThat(story.view()).isEqualTo(newestFirst.get(0));
    assertThat(story.timeline())
        .hasSize((int) story.view().viewVersion())
        .isSortedAccordingTo(Comparator.comparing(TimelineEntry::at));
  }

  @Test
  void a_story_is_found_only_by_those_who_may_see_it() {
    SubscriptionView row =
        those(view -> view.underwriterId() != null && view.underwriterId() == Sagas.UMA).get(0);
    String stranger = row.customerId().equals("bob") ? "alice" : "bob";
    long id = row.subscriptionId();
    assertThat(await(views.find(id, Visibility.customer(row.customerId())))).isPresent();
    assertThat(await(views.find(id, Visibility.underwriter(Sagas.UMA)))).isPresent();
    assertThat(await(views.find(id, Visibility.customer(stranger)))).isEmpty();
    assertThat(await(views.find(id, Visibility.underwriter(Sagas.UWE)))).isEmpty();
  }

  @Test
  void an_application_that_only_others_have_heard_of_is_not_there() {
    assertThat(await(views.find(UNKNOWN, Visibility.ALL))).isEmpty();
    assertThat(list(Visibility.ALL, ViewFilter.NONE))
        .extracting(SubscriptionView::subscriptionId)
        .doesNotContain(UNKNOWN);
  }

  private static List<SubscriptionView> list(Visibility visibility, ViewFilter filter) {
    return await(views.list(visibility, filter, null, 500));
  }

  private static List<SubscriptionView> those(Predicate<SubscriptionView> wanted) {
    return newestFirst.stream().filter(wanted).toList();
  }
}
