package insurancecontract.view.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.view.query.ViewFilter;
import insurancecontract.view.query.Visibility;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * How long each list that the view offers takes with a million rows, against the same list with a
 * thousand; both are asked in turn, so that whatever else the machine does hits both. Every list
 * has its share of the rows in either. Not part of a build; docs/performance.md says how to run it.
 */
class ListsBenchmark {
  private static final int SMALL = 1_000;
  private static final int LARGE = 1_000_000;
  private static final int CHUNK = 50_000;
  private static final int PAGE = 50;
  private static final int WARM_UP = 1_000;
  private static final int REPEATS = 3_000;
  private static final double RATIO_MAX = 1.2;
  private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

  /** One row a second; two underwriters, three statuses and products, ten customers. */
  private static final String FILL =
      """
      insert into subscription_view (
             subscription_id, subscription_status, customer_id, product_name, premium, currency,
             underwriter_id, created_at, updated_at, subscription_version, payment_version,
             underwriting_version, underwriter_version, facts)
      select n,
             case n %% 3 when 0 then 'REFUSED' when 1 then 'CONTRACTED' else 'WITHDRAWN' end,
             'customer' || n %% 10,
             'product' || n / 7 %% 3,
             100000, 'KRW', 77001520 + n / 11 %% 2,
             timestamptz '2026-01-01T00:00:00Z' + n * interval '1 second', now(), 4, 2, 3, 3, 9
        from generate_series(%d, %d) as n
      """;

  private record Question(String name, Visibility whose, ViewFilter which) {}

  /** A view with so many rows. */
  private record Filled(ViewDatabase database, PgViews views, int rows) {
    static Filled with(int rows) {
      var database = new ViewDatabase();
      for (int from = 1; from <= rows; from += CHUNK) {
        database.execute(FILL.formatted(from, Math.min(rows, from + CHUNK - 1)));
      }
      database.execute("vacuum analyze subscription_view");
      return new Filled(database, new PgViews(database.pool()), rows);
    }

    /** Nanoseconds for a page; a deep one begins in the middle of all rows. */
    long ask(Question question, boolean deep) {
      Long after = deep ? Long.valueOf(rows / 2 + 1) : null;
      long began = System.nanoTime();
      List<?> page = await(views.list(question.whose(), question.which(), after, PAGE));
      long took = System.nanoTime() - began;
      assertThat(page).as(question.name()).hasSize(PAGE);
      return took;
    }
  }

  /** Each has two full pages in the small view, so that a deep one is full as well. */
  private static List<Question> questions() {
    return List.of(
        new Question("everything", Visibility.ALL, ViewFilter.NONE),
        new Question("a customer's own", Visibility.customer("customer7"), ViewFilter.NONE),
        new Question("an underwriter's own", Visibility.underwriter(77001520), ViewFilter.NONE),
        new Question("of a customer", Visibility.ALL, filter("customer7", null, null, null)),
        new Question("in a status", Visibility.ALL, filter(null, "REFUSED", null, null)),
        new Question("of a product", Visibility.ALL, filter(null, null, "product1", null)),
        new Question("since a time", Visibility.ALL, filter(null, null, null, BEGINNING)));
  }

  private static ViewFilter filter(String customer, String status, String product, Instant from) {
    return new ViewFilter(customer, status, product, from, null);
  }

  @Test
  void lists_of_a_million_rows_answer_in_the_time_of_lists_of_a_thousand() {
    Filled small = Filled.with(SMALL);
    Filled large = Filled.with(LARGE);
    List<Double> ratios = new ArrayList<>();
    System.out.println("| list | page | 1,000 rows, ms | 1,000,000 rows, ms | ratio |");
    System.out.println("| --- | --- | --- | --- | --- |");
    for (Question question : questions()) {
      ratios.add(ratio(question, false, small, large));
      ratios.add(ratio(question, true, small, large));
    }
    small.database().close();
    large.database().close();
    assertThat(ratios).allMatch(ratio -> ratio <= RATIO_MAX);
  }

  private static double ratio(Question question, boolean deep, Filled small, Filled large) {
    long[] smalls = new long[REPEATS];
    long[] larges = new long[REPEATS];
    for (int i = -WARM_UP; i < REPEATS; i++) {
      long one = small.ask(question, deep);
      long other = large.ask(question, deep);
      if (i < 0) continue;
      smalls[i] = one;
      larges[i] = other;
    }
    double ratio = (double) median(larges) / median(smalls);
    System.out.printf(
        "| %s | %s | %.2f | %.2f | %.2f |%n",
        question.name(),
        deep ? "deep" : "first",
        median(smalls) / 1e6,
        median(larges) / 1e6,
        ratio);
    return ratio;
  }

  private static long median(long[] nanos) {
    Arrays.sort(nanos);
    return nanos[nanos.length / 2];
  }
}
