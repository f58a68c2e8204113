package insurancecontract.underwriting.domain;

import static insurancecontract.underwriting.domain.Sample.BY_SUE;
import static insurancecontract.underwriting.domain.Sample.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Assign;
import insurancecontract.underwriting.domain.CaseCommand.Close;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.CaseCommand.Register;
import insurancecontract.underwriting.domain.StaffCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.StaffCommand.Enrol;
import insurancecontract.underwriting.domain.WholeDesk.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What must hold for any commands in any order. A failing run names its seed; put it into {@link
 * #seeds} to repeat the run.
 */
class DeskPropertiesTest {
  private static final int RUNS = 200;
  private static final int BATCHES = 40;
  private static final int BATCH_MAX = 12;
  private static final int SUBSCRIPTIONS = 60;
  private static final int UNDERWRITERS = 4;
  private static final int CAPACITY_MAX = 5;

  static List<Long> seeds() {
    Random random = new Random();
    return random.longs(RUNS).boxed().toList();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_rules_of_the_desk_hold_after_every_step(long seed) {
    Random random = new Random(seed);
    WholeDesk desk = new WholeDesk();
    Book book = new Book();
    for (int i = 0; i < BATCHES; i++) {
      desk.handle(batch(random)).forEach(book::follow);
      assertThat(desk.cases().values()).as("what is stored").containsAll(book.cases());
      assertThat(book.cases()).as("what was announced").containsAll(desk.cases().values());
      assertThat(desk.underwriters()).containsExactlyInAnyOrderElementsOf(book.staff());
    }
  }

  private static List<DeskCommand> batch(Random random) {
    List<DeskCommand> batch = new ArrayList<>();
    int size = 1 + random.nextInt(BATCH_MAX);
    for (int i = 0; i < size; i++) {
      batch.add(command(random));
    }
    return batch;
  }

  private static DeskCommand command(Random random) {
    long subscription = 1_000L + random.nextInt(SUBSCRIPTIONS);
    long underwriting = 1L + random.nextInt(SUBSCRIPTIONS);
    long underwriter = 1L + random.nextInt(UNDERWRITERS);
    int capacity = random.nextInt(CAPACITY_MAX + 1);
    return switch (random.nextInt(12)) {
      case 0, 1, 2, 3 -> new Register(subscription, Sample.APPLICATION, NOON);
      case 4 -> new Close(subscription, NOON);
      case 5, 6 -> new Approve(underwriting, BY_SUE, NOON);
      case 7, 8 -> new Refuse(underwriting, BY_SUE, "no", NOON);
      case 9 -> new Assign(underwriting, underwriter, NOON);
      case 10 -> new ChangeCapacity(underwriter, capacity, NOON);
      default -> new Enrol(underwriter, "u" + underwriter, capacity, NOON);
    };
  }

  /** Follows the events alone, and fails as soon as one breaks a rule. */
  private static final class Book {
    private final Map<Long, UnderwritingCase> cases = new HashMap<>();
    private final Map<Long, Underwriter> staff = new HashMap<>();
    private final Map<Long, Set<Long>> desks = new HashMap<>();
    private final TreeSet<Long> waiting = new TreeSet<>();
    private final Set<Long> subscriptions = new HashSet<>();

    void follow(Step step) {
      DeskCommand command = step.command();
      // A new capacity takes effect before waiting cases are assigned.
      if (step.handled().after() instanceof Optional<?> after) {
        after.map(Underwriter.class::cast).ifPresent(each -> staff.put(each.underwriterId(), each));
      }
      for (Recorded<UnderwritingCase, CaseEvent> change : step.effects()) {
        follow(command, change);
      }
      assertThat(waiting.isEmpty() || staff().stream().allMatch(each -> each.room() == 0))
          .as("nobody waits while someone has room, after " + command)
          .isTrue();
    }

    private void follow(DeskCommand command, Recorded<UnderwritingCase, CaseEvent> change) {
      UnderwritingCase after = change.after();
      long id = after.underwritingId();
      UnderwritingCase before = cases.put(id, after);
      assertThat(after.version())
          .as("versions have no gaps")
          .isEqualTo(before == null ? 1 : before.version() + 1);
      if (before == null) {
        assertThat(subscriptions.add(after.subscriptionId())).as("one case each").isTrue();
        assertThat(id).as("ids have no gaps").isEqualTo(cases.size());
      }
      if (change.event() instanceof CaseEvent.Assigned assigned) {
        checkAssignment(command, id, assigned.underwriterId());
      }
      move(after);
    }

    private void checkAssignment(DeskCommand command, long id, long underwriterId) {
      boolean chosen = command instanceof Assign c && c.underwritingId() == id;
      Underwriter taker = seat(underwriterId);
      assertThat(taker.room()).as("never over capacity").isPositive();
      if (chosen) return;
      assertThat(waiting.first()).as("in order").isEqualTo(id);
      for (Underwriter other : staff()) {
        if (other.room() == 0) continue;
        assertThat(taker.load()).as("to the least loaded").isLessThanOrEqualTo(other.load());
        if (taker.load() == other.load()) {
          assertThat(taker.underwriterId())
              .as("to the lower id among equals")
              .isLessThanOrEqualTo(other.underwriterId());
        }
      }
    }

    private void move(UnderwritingCase after) {
      long id = after.underwritingId();
      waiting.remove(id);
      desks.values().forEach(each -> each.remove(id));
      if (after.status() == UnderwritingStatus.WAITING) waiting.add(id);
      if (after.status() == UnderwritingStatus.ASSIGNED) {
        desks.computeIfAbsent(after.underwriterId().getAsLong(), none -> new HashSet<>()).add(id);
      }
    }

    private Underwriter seat(long underwriterId) {
      int load = desks.getOrDefault(underwriterId, Set.of()).size();
      return staff.get(underwriterId).withLoad(load);
    }

    Collection<Underwriter> staff() {
      return staff.keySet().stream().map(this::seat).toList();
    }

    Collection<UnderwritingCase> cases() {
      return cases.values();
    }
  }
}
