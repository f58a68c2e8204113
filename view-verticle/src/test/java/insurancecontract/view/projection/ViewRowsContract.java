package insurancecontract.view.projection;

import static insurancecontract.testing.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What every store of rows promises. */
public interface ViewRowsContract {
  /** A store in which nothing is known yet. */
  ViewRows empty();

  @Test
  default void facts_become_rows() {
    List<Fact> facts = Sagas.of(1, 20);
    assertThat(await(empty().apply(facts))).isEqualTo(Fold.fold(facts));
  }

  @Test
  default void repeats_change_nothing_and_are_answered_with_the_rows_as_they_are() {
    List<Fact> facts = Sagas.of(2, 20);
    ViewRows rows = empty();
    List<ViewRow> first = await(rows.apply(facts));
    assertThat(await(rows.apply(facts))).isEqualTo(first);
  }

  @Test
  default void a_fact_that_stands_twice_in_a_batch_counts_once() {
    List<Fact> facts = Sagas.of(3, 5);
    List<Fact> twice = new ArrayList<>(facts);
    twice.addAll(facts);
    assertThat(await(empty().apply(twice))).isEqualTo(Fold.fold(facts));
  }

  @Test
  default void any_order_and_any_repeats_in_any_batches_give_the_same_rows() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Fact> facts = Sagas.of(seed, 40);
    List<ViewRow> expected = Fold.fold(facts);
    for (int i = 0; i < 5; i++) {
      ViewRows rows = empty();
      List<Fact> deliveries = new ArrayList<>(facts);
      for (int repeat = random.nextInt(facts.size()); repeat > 0; repeat--) {
        deliveries.add(facts.get(random.nextInt(facts.size())));
      }
      Collections.shuffle(deliveries, random);
      for (int from = 0; from < deliveries.size(); ) {
        int to = Math.min(deliveries.size(), from + 1 + random.nextInt(40));
        Set<Long> ids = ids(deliveries.subList(from, to));
        assertThat(await(rows.apply(deliveries.subList(from, to))))
            .as("seed %d: one row for each subscription", seed)
            .extracting(ViewRow::subscriptionId)
            .containsExactlyElementsOf(ids);
        from = to;
      }
      assertThat(await(rows.apply(facts))).as("seed %d, delivery %d", seed, i).isEqualTo(expected);
    }
  }

  private static Set<Long> ids(List<Fact> facts) {
    return facts.stream()
        .map(fact -> fact.event().subscriptionId())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
