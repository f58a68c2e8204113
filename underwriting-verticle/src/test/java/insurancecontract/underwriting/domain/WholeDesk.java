package insurancecontract.underwriting.domain;

import insurancecontract.chassis.decision.Change;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.underwriting.domain.UnderwritingCase.Assigned;
import insurancecontract.underwriting.domain.UnderwritingCase.Waiting;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All cases and underwriters in memory; gives a batch only the part that it concerns. */
public final class WholeDesk {
  /**
   * A command and what it led to.
   *
   * @param effects all events that it caused, in order, with those of waiting cases it made room
   *     for
   */
  public record Step(
      DeskCommand command,
      Handled<?, ?> handled,
      List<Recorded<UnderwritingCase, CaseEvent>> effects) {}

  private final TreeMap<Long, UnderwritingCase> cases = new TreeMap<>();
  private final TreeMap<Long, Underwriter> staff = new TreeMap<>();
  private long lastId;

  /** The part that the commands concern, with new ids for the cases that are missing. */
  public DeskState part(Concern concern) {
    List<UnderwritingCase> named =
        cases.values().stream()
            .filter(
                each ->
                    concern.underwritingIds().contains(each.underwritingId())
                        || concern.subscriptionIds().contains(each.subscriptionId()))
            .toList();
    List<UnderwritingCase> waiting =
        cases.values().stream()
            .filter(Waiting.class::isInstance)
            .limit(concern.waitingWanted(underwriters()))
            .toList();
    long known =
        named.stream()
            .filter(each -> concern.subscriptionIds().contains(each.subscriptionId()))
            .count();
    List<Long> freshIds = new ArrayList<>();
    for (long i = known; i < concern.subscriptionIds().size(); i++) freshIds.add(++lastId);
    return new DeskState(underwriters(), named, waiting, freshIds);
  }

  /**
   * Splits commands where those about cases and those about underwriters meet: each kind is decided
   * in batches of its own.
   */
  public static List<List<DeskCommand>> runs(List<? extends DeskCommand> commands) {
    List<List<DeskCommand>> runs = new ArrayList<>();
    Boolean staff = null;
    for (DeskCommand command : commands) {
      boolean now = command instanceof StaffCommand;
      if (staff == null || staff != now) runs.add(new ArrayList<>());
      staff = now;
      runs.get(runs.size() - 1).add(command);
    }
    return runs;
  }

  /** The commands with their positions as traces. */
  private static <C> List<Traced<C>> traced(List<DeskCommand> commands, Class<C> kind) {
    List<Traced<C>> traced = new ArrayList<>();
    commands.forEach(
        each -> traced.add(new Traced<>(kind.cast(each), Integer.toString(traced.size()))));
    return traced;
  }

  /** Decides and stores. */
  public List<Step> handle(List<? extends DeskCommand> commands) {
    List<Step> steps = new ArrayList<>();
    for (List<DeskCommand> run : runs(commands)) {
      steps.addAll(run.get(0) instanceof StaffCommand ? staff(run) : cases(run));
    }
    return steps;
  }

  private List<Step> cases(List<DeskCommand> run) {
    List<Traced<CaseCommand>> commands = traced(run, CaseCommand.class);
    var changes =
        Desk.decide(part(Concern.of(commands.stream().map(Traced::value).toList())), commands);
    store(changes);
    List<Step> steps = new ArrayList<>();
    for (var handled : changes.cases().result()) {
      String trace = Integer.toString(steps.size());
      var effects = handled.decision().events().stream().map(e -> of(e, trace, changes)).toList();
      steps.add(new Step(run.get(steps.size()), handled, effects));
    }
    return steps;
  }

  private static Recorded<UnderwritingCase, CaseEvent> of(
      CaseEvent event, String trace, DeskChanges<?> changes) {
    return changes.cases().recorded().stream()
        .filter(each -> each.event() == event && each.traceparent().equals(trace))
        .findFirst()
        .orElseThrow();
  }

  private List<Step> staff(List<DeskCommand> run) {
    List<Traced<StaffCommand>> commands = traced(run, StaffCommand.class);
    var changes =
        Desk.decideStaff(
            part(Concern.ofStaff(commands.stream().map(Traced::value).toList())), commands);
    store(changes);
    List<Step> steps = new ArrayList<>();
    for (var handled : changes.cases().result()) {
      String trace = Integer.toString(steps.size());
      var effects =
          changes.cases().recorded().stream()
              .filter(each -> each.traceparent().equals(trace))
              .toList();
      steps.add(new Step(run.get(steps.size()), handled, effects));
    }
    return steps;
  }

  /** Decides one command and stores. */
  public Step handle(DeskCommand command) {
    return handle(List.of(command)).get(0);
  }

  /** Keeps what changed. */
  public void store(DeskChanges<?> changes) {
    changes.cases().changes().stream()
        .map(Change::after)
        .forEach(each -> cases.put(each.underwritingId(), each));
    changes.staff().forEach(each -> staff.put(each.underwriterId(), each));
  }

  /** All cases by their ids. */
  public SortedMap<Long, UnderwritingCase> cases() {
    return cases;
  }

  /** One case. */
  public Optional<UnderwritingCase> find(long underwritingId) {
    return Optional.ofNullable(cases.get(underwritingId));
  }

  /** All underwriters by their ids, the load counted. */
  public List<Underwriter> underwriters() {
    return staff.values().stream()
        .map(each -> each.withLoad(load(each.underwriterId())))
        .sorted(Comparator.comparingLong(Underwriter::underwriterId))
        .toList();
  }

  private int load(long underwriterId) {
    return (int)
        cases.values().stream()
            .filter(each -> each instanceof Assigned && each.isOnDeskOf(underwriterId))
            .count();
  }
}
