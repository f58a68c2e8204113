package insurancecontract.chassis.decision;

import static insurancecontract.chassis.decision.Decision.accepted;
import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.chassis.decision.Decision.unchanged;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Decision.Unchanged;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CommandServiceTest {
  /** A tank of water: it is filled and emptied by litres. */
  private record Tank(long litres) {}

  private record Pour(long tank, long litres) {}

  private record Poured(long litres) {}

  private enum Reason implements RefusalCode {
    TOO_LITTLE_LEFT
  }

  private static final Decider<Tank, Pour, Poured> TANKS =
      new Decider<>() {
        @Override
        public Decision<Poured> decide(Tank now, Pour pour) {
          if (pour.litres() == 0) return unchanged();
          if (now.litres() + pour.litres() < 0) {
            return refused(Reason.TOO_LITTLE_LEFT, "left", now.litres());
          }
          return accepted(new Poured(pour.litres()));
        }

        @Override
        public Tank evolve(Tank now, Poured event) {
          return new Tank(now.litres() + event.litres());
        }
      };

  private final Tanks tanks = new Tanks();
  private final CommandService<Tank, Pour, Poured> service =
      new CommandService<>(TANKS, Pour::tank, tanks, () -> 3);

  private List<Handled<Tank, Poured>> pour(Pour... pours) {
    List<Traced<Pour>> commands = new ArrayList<>();
    for (Pour pour : pours) commands.add(new Traced<>(pour, "trace-" + commands.size()));
    return service.handle(commands).result();
  }

  @Test
  void commands_about_one_aggregate_are_decided_on_what_the_ones_before_left() {
    List<Handled<Tank, Poured>> handled = pour(new Pour(1, 5), new Pour(1, -3), new Pour(1, -3));

    assertThat(handled).extracting(Handled::after).containsExactly(t(5), t(2), t(2));
    assertThat(handled.get(2).decision())
        .isEqualTo(new Refused<>(new Refusal(Reason.TOO_LITTLE_LEFT, Map.of("left", 2L))));
    assertThat(tanks.stored).containsOnly(Map.entry(1L, t(2)));
  }

  @Test
  void one_change_holds_all_events_of_one_aggregate_with_their_traces() {
    var unused = pour(new Pour(2, 1), new Pour(1, 7), new Pour(2, 1));

    assertThat(tanks.changes).hasSize(2);
    assertThat(tanks.changes.get(0).recorded())
        .extracting(Recorded::traceparent)
        .containsExactly("trace-0", "trace-2");
    assertThat(tanks.changes.get(0).traceparent()).isEqualTo("trace-2");
    assertThat(tanks.changes.get(0).before()).isEqualTo(t(0));
  }

  @Test
  void a_no_op_stores_nothing() {
    assertThat(pour(new Pour(1, 0)).get(0).decision()).isEqualTo(new Unchanged<>());
    assertThat(tanks.changes).isEmpty();
  }

  @Test
  void without_commands_nothing_is_loaded() {
    assertThat(pour()).isEmpty();
    assertThat(tanks.transactions).isZero();
  }

  @Test
  void a_lost_race_is_decided_again() {
    tanks.racesToLose = 2;

    assertThat(pour(new Pour(1, 5)).get(0).after()).isEqualTo(t(5));
    assertThat(tanks.transactions).isEqualTo(3);
  }

  @Test
  void races_are_not_lost_for_ever() {
    tanks.racesToLose = 3;

    Future<?> handled = service.handle(List.of(new Traced<>(new Pour(1, 5), null)));

    assertThat(handled.cause()).isInstanceOf(StaleState.class);
    assertThat(tanks.transactions).isEqualTo(3);
  }

  @Test
  void other_failures_are_not_tried_again() {
    tanks.failure = new IllegalStateException("broken");

    Future<?> handled = service.handle(List.of(new Traced<>(new Pour(1, 5), null)));

    assertThat(handled.cause()).isSameAs(tanks.failure);
    assertThat(tanks.transactions).isEqualTo(1);
  }

  private static Tank t(long litres) {
    return new Tank(litres);
  }

  private static final class Tanks implements Aggregates<Tank, Poured> {
    private final Map<Long, Tank> stored = new TreeMap<>();
    private List<Change<Tank, Poured>> changes = List.of();
    private int transactions;
    private int racesToLose;
    private RuntimeException failure;

    @Override
    public <R> Future<R> transact(
        Collection<Long> ids, Function<Map<Long, Tank>, Changes<Tank, Poured, R>> work) {
      transactions++;
      if (failure != null) return Future.failedFuture(failure);
      if (racesToLose-- > 0) return Future.failedFuture(new StaleState("tank"));
      Map<Long, Tank> loaded = new TreeMap<>();
      ids.forEach(id -> loaded.put(id, stored.getOrDefault(id, t(0))));
      Changes<Tank, Poured, R> done = work.apply(loaded);
      changes = done.changes();
      int next = 0;
      for (long id : ids) {
        if (next < changes.size()) stored.put(id, changes.get(next++).after());
      }
      return Future.succeededFuture(done.result());
    }
  }
}
