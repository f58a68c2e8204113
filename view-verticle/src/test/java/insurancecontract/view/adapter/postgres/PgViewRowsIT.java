package insurancecontract.view.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static insurancecontract.testing.Waiting.failure;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import insurancecontract.testing.PreparedPlans;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.Sagas;
import insurancecontract.view.projection.ViewRow;
import insurancecontract.view.projection.ViewRows;
import insurancecontract.view.projection.ViewRowsContract;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class PgViewRowsIT implements ViewRowsContract {
  private static ViewDatabase database;

  @BeforeAll
  static void open() {
    database = new ViewDatabase();
  }

  @AfterAll
  static void close() {
    Set<String> readingAll = PreparedPlans.readingAll(database.pool(), 4, Set.of());
    database.close();
    assertThat(readingAll).isEmpty();
  }

  @Override
  public ViewRows empty() {
    database.execute("truncate subscription_view, timeline");
    return new PgViewRows(database.pool(), new PgChangeLog(database.pool()));
  }

  @Test
  void batches_of_the_three_topics_may_be_merged_at_the_same_time() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    ViewRows rows = empty();
    List<Fact> facts = Sagas.of(seed, 200);
    List<Fact> deliveries = new ArrayList<>(facts);
    deliveries.addAll(facts);
    Collections.shuffle(deliveries, random);
    List<Future<List<ViewRow>>> batches = new ArrayList<>();
    for (int from = 0; from < deliveries.size(); from += 50) {
      batches.add(rows.apply(deliveries.subList(from, Math.min(deliveries.size(), from + 50))));
    }
    done(Future.all(batches));
    assertThat(await(rows.apply(facts))).as("seed %d", seed).isEqualTo(Fold.fold(facts));
  }

  @Test
  void the_timeline_keeps_each_fact_once_with_what_only_it_says() {
    ViewRows rows = empty();
    Fact fact = new Fact(new PaymentApproved(7, 2, 70, "APPROVED", 100, "KRW"), Sagas.BEGIN);
    done(rows.apply(List.of(fact)));
    done(rows.apply(List.of(fact, fact)));
    assertThat(database.number("select count(*) from timeline")).isEqualTo(1);
    assertThat(database.rows("select detail from timeline").iterator().next().getJsonObject(0))
        .isEqualTo(
            new JsonObject()
                .put("paymentId", 70)
                .put("paymentStatus", "APPROVED")
                .put("amount", 100)
                .put("currency", "KRW"));
  }

  @Test
  void a_batch_that_fails_leaves_nothing_behind() {
    ViewRows rows = empty();
    Fact unstorable = new Fact(new PaymentApproved(8, 2, 80, "AB\0", 100, "KRW"), Sagas.BEGIN);
    List<Fact> batch = new ArrayList<>(Sagas.assigned(7, "alice"));
    batch.add(unstorable);
    assertThat(failure(rows.apply(batch))).isNotNull();
    assertThat(database.number("select count(*) from timeline")).isZero();
    assertThat(database.number("select count(*) from subscription_view")).isZero();
  }
}
