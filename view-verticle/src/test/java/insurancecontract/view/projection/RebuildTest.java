package insurancecontract.view.projection;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.view.projection.History.Reader;
import insurancecontract.view.projection.Rebuilds.Additions;
import insurancecontract.view.projection.Rebuilds.Draft;
import insurancecontract.view.projection.Rebuilds.RebuildCount;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class RebuildTest {
  private static final List<Fact> FACTS = Sagas.of(1, 400);

  private final List<String> steps = new ArrayList<>();
  private final List<Fact> added = new ArrayList<>();
  private final MadeUpHistory history = new MadeUpHistory();
  private final Rebuild rebuild = new Rebuild(history, new MadeUpRebuilds());
  private boolean claimed;
  private String addFails;
  private int readersLeft;

  @Test
  void everything_is_read_then_the_draft_is_prepared_and_takes_the_place_of_the_old_rows() {
    assertThat(rebuild.begin().result()).isTrue();
    assertThat(added).isEqualTo(FACTS);
    assertThat(steps).containsExactly("prepare", "replace", "replaced", "closed");
  }

  @Test
  void facts_that_come_meanwhile_are_read_before_the_old_rows_go() {
    history.visible = 600;
    history.arriving = 600;
    assertThat(rebuild.begin().result()).isTrue();
    assertThat(added.size()).isGreaterThan(600);
    assertThat(added).isEqualTo(FACTS.subList(0, added.size()));
    assertThat(steps).containsExactly("prepare", "replace", "replaced", "closed");
  }

  @Test
  void while_somebody_reads_the_old_rows_it_is_tried_again_with_what_has_come_meanwhile() {
    readersLeft = 2;
    history.visible = 600;
    history.arriving = 20;
    assertThat(rebuild.begin().result()).isTrue();
    assertThat(added).isEqualTo(FACTS.subList(0, added.size()));
    assertThat(steps)
        .containsExactly("prepare", "replace", "replace", "replace", "replaced", "closed");
  }

  @Test
  void rows_that_are_read_all_the_time_keep_their_place() {
    readersLeft = Integer.MAX_VALUE;
    assertThat(rebuild.begin().result()).isTrue();
    assertThat(steps).contains("replace", "closed").doesNotContain("replaced");
    assertThat(steps.get(steps.size() - 1)).contains("read all the time");
  }

  @Test
  void while_one_is_running_another_is_not_begun() {
    claimed = true;
    assertThat(rebuild.begin().result()).isFalse();
    assertThat(steps).isEmpty();
  }

  @Test
  void a_draft_that_cannot_be_filled_is_thrown_away() {
    addFails = "disk full";
    assertThat(rebuild.begin().result()).isTrue();
    assertThat(steps).hasSize(2);
    assertThat(steps.get(0)).isEqualTo("closed");
    assertThat(steps.get(1)).startsWith("discard").contains("disk full");
  }

  @Test
  void a_history_that_cannot_be_opened_costs_the_draft_only() {
    history.openFails = "Kafka is away";
    assertThat(rebuild.begin().result()).isTrue();
    assertThat(steps).hasSize(1);
    assertThat(steps.get(0)).startsWith("discard").contains("Kafka is away");
  }

  @Test
  void a_service_that_stops_gives_up_its_rebuild_and_waits_for_the_end_of_it() {
    history.hanging = Promise.promise();
    assertThat(rebuild.begin().result()).isTrue();
    Future<Void> stopped = rebuild.stop();
    assertThat(stopped.isComplete()).isFalse();
    history.hanging.complete(List.of());
    assertThat(stopped.succeeded()).isTrue();
    assertThat(steps.get(1)).startsWith("discard").contains("stopping");
  }

  /** Facts that become visible little by little, the way a topic grows. */
  private final class MadeUpHistory implements History, Reader {
    private int visible = FACTS.size();
    private int arriving;
    private int end;
    private int position;
    private String openFails;
    private Promise<List<Fact>> hanging;

    @Override
    public Future<Reader> open() {
      if (openFails != null) return Future.failedFuture(openFails);
      end = visible;
      return Future.succeededFuture(this);
    }

    @Override
    public long total() {
      return end;
    }

    @Override
    public long read() {
      return position;
    }

    @Override
    public Future<Void> lookForEnd() {
      visible = Math.min(FACTS.size(), visible + arriving);
      end = visible;
      return Future.succeededFuture();
    }

    @Override
    public Future<List<Fact>> next() {
      if (hanging != null) return hanging.future();
      int from = position;
      position = Math.min(end, from + 100);
      return Future.succeededFuture(FACTS.subList(from, position));
    }

    @Override
    public Future<Void> close() {
      steps.add("closed");
      return Future.succeededFuture();
    }
  }

  /** Notes what is done with the draft. */
  private final class MadeUpRebuilds implements Rebuilds, Draft {
    @Override
    public Future<Optional<Draft>> claim() {
      return Future.succeededFuture(claimed ? Optional.empty() : Optional.of(this));
    }

    @Override
    public Future<RebuildProgress> progress() {
      return Future.failedFuture("not asked");
    }

    @Override
    public Future<Void> clean() {
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> add(List<Fact> facts, RebuildCount count) {
      if (addFails != null) return Future.failedFuture(addFails);
      added.addAll(facts);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> prepare() {
      steps.add("prepare");
      return Future.succeededFuture();
    }

    @Override
    public Future<Boolean> replace(Function<Additions, Future<Void>> last) {
      steps.add("replace");
      return last.apply(this)
          .map(
              done -> {
                if (readersLeft-- > 0) return false;
                steps.add("replaced");
                return true;
              });
    }

    @Override
    public Future<Void> discard(String reason) {
      steps.add("discard " + reason);
      return Future.succeededFuture();
    }
  }
}
