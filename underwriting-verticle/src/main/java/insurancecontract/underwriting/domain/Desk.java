package insurancecontract.underwriting.domain;

import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.underwriting.domain.Reason.NO_ROOM;
import static insurancecontract.underwriting.domain.Reason.UNKNOWN_UNDERWRITER;

import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Course;
import insurancecontract.chassis.decision.Decider;
import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Decision.Accepted;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.underwriting.domain.CaseCommand.Assign;
import insurancecontract.underwriting.domain.UnderwritingCase.Absent;
import insurancecontract.underwriting.domain.UnderwritingCase.Assigned;
import insurancecontract.underwriting.domain.UnderwritingCase.Waiting;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The underwriting desk: who gets which case.
 *
 * <p>A case goes to the least loaded underwriter with room, the lower id among equals; without room
 * anywhere it waits, and waiting cases are assigned strictly in order. After every command no case
 * waits while an underwriter has room. The object lives for one batch; from outside it is one
 * function.
 */
public final class Desk {
  private static final Comparator<Underwriter> LEAST_LOADED =
      Comparator.comparingInt(Underwriter::load).thenComparingLong(Underwriter::underwriterId);

  private final Rules rules = new Rules();
  private final NavigableMap<Long, Underwriter> underwriters = new TreeMap<>();
  private final NavigableSet<Long> changedUnderwriters = new TreeSet<>();
  private final Map<Long, Course<UnderwritingCase, CaseCommand, CaseEvent>> courses =
      new HashMap<>();
  // In the order of their first events.
  private final Set<Course<UnderwritingCase, CaseCommand, CaseEvent>> changedCourses =
      new LinkedHashSet<>();
  private final Map<Long, Long> caseOfSubscription = new HashMap<>();
  private final NavigableSet<Long> waiting = new TreeSet<>();
  private final Deque<Long> freshIds;

  private Desk(DeskState before) {
    before.underwriters().forEach(each -> underwriters.put(each.underwriterId(), each));
    before.cases().forEach(this::add);
    before.waiting().forEach(this::add);
    freshIds = new ArrayDeque<>(before.freshIds());
  }

  private void add(UnderwritingCase each) {
    if (courses.putIfAbsent(each.underwritingId(), new Course<>(rules, each)) != null) return;
    caseOfSubscription.put(each.subscriptionId(), each.underwritingId());
    if (each instanceof Waiting) waiting.add(each.underwritingId());
  }

  /**
   * Decides the commands in order, each on what the ones before it left. The events of a decision
   * include the assignments of waiting cases that the command made room for.
   */
  public static DeskChanges<List<Handled<UnderwritingCase, CaseEvent>>> decide(
      DeskState before, List<Traced<CaseCommand>> commands) {
    Desk desk = new Desk(before);
    List<Handled<UnderwritingCase, CaseEvent>> handled = new ArrayList<>(commands.size());
    for (Traced<CaseCommand> command : commands) handled.add(desk.handle(command));
    return desk.changes(handled);
  }

  /** Decides commands about underwriters in the same way. */
  public static DeskChanges<List<Handled<Optional<Underwriter>, StaffEvent>>> decideStaff(
      DeskState before, List<Traced<StaffCommand>> commands) {
    Desk desk = new Desk(before);
    List<Handled<Optional<Underwriter>, StaffEvent>> handled = new ArrayList<>(commands.size());
    for (Traced<StaffCommand> command : commands) handled.add(desk.handleStaff(command));
    return desk.changes(handled);
  }

  private <R> DeskChanges<R> changes(R result) {
    return new DeskChanges<>(
        new Changes<>(changedCourses.stream().map(Course::change).toList(), result),
        changedUnderwriters.stream().map(underwriters::get).toList());
  }

  private Handled<UnderwritingCase, CaseEvent> handle(Traced<CaseCommand> command) {
    Course<UnderwritingCase, CaseCommand, CaseEvent> course = course(command.value());
    Decision<CaseEvent> decision = advance(course, command);
    if (!(decision instanceof Accepted)) return new Handled<>(decision, course.now());
    List<CaseEvent> events = new ArrayList<>(decision.events());
    events.addAll(assignWaiting(command.value().at(), command.traceparent()));
    return new Handled<>(new Accepted<>(events), course.now());
  }

  private Course<UnderwritingCase, CaseCommand, CaseEvent> course(CaseCommand command) {
    if (command instanceof CaseCommand.ById c) return course(c.underwritingId());
    if (command instanceof CaseCommand.ByApplication c) return courseOf(c.subscriptionId());
    throw new AssertionError("No case for " + command);
  }

  private Course<UnderwritingCase, CaseCommand, CaseEvent> course(long underwritingId) {
    var course = courses.get(underwritingId);
    return course != null ? course : new Course<>(rules, Absent.unknown(underwritingId));
  }

  /** Every command about an application opens or closes its case, so a new id is never lost. */
  private Course<UnderwritingCase, CaseCommand, CaseEvent> courseOf(long subscriptionId) {
    Long known = caseOfSubscription.get(subscriptionId);
    if (known != null) return courses.get(known);
    UnderwritingCase absent = new Absent(freshIds.removeFirst(), subscriptionId);
    add(absent);
    return courses.get(absent.underwritingId());
  }

  private Decision<CaseEvent> advance(
      Course<UnderwritingCase, CaseCommand, CaseEvent> course, Traced<CaseCommand> command) {
    UnderwritingCase before = course.now();
    Decision<CaseEvent> decision = course.decide(command).decision();
    if (!(decision instanceof Accepted)) return decision;
    changedCourses.add(course);
    UnderwritingCase after = course.now();
    takeUpRoom(before, -1);
    takeUpRoom(after, 1);
    if (before instanceof Waiting) waiting.remove(before.underwritingId());
    if (after instanceof Waiting) waiting.add(after.underwritingId());
    return decision;
  }

  private void takeUpRoom(UnderwritingCase each, int difference) {
    if (!(each instanceof Assigned assigned)) return;
    underwriters.computeIfPresent(
        assigned.assignment().underwriterId(), (id, it) -> it.withLoad(it.load() + difference));
  }

  private List<CaseEvent> assignWaiting(Instant at, String traceparent) {
    List<CaseEvent> events = new ArrayList<>();
    Optional<Underwriter> free = leastLoaded();
    while (free.isPresent() && !waiting.isEmpty()) {
      long next = waiting.first();
      CaseCommand assign = new Assign(next, free.get().underwriterId(), at);
      events.addAll(advance(courses.get(next), new Traced<>(assign, traceparent)).events());
      free = leastLoaded();
    }
    return events;
  }

  private Optional<Underwriter> leastLoaded() {
    return underwriters.values().stream().filter(each -> each.room() > 0).min(LEAST_LOADED);
  }

  private Handled<Optional<Underwriter>, StaffEvent> handleStaff(Traced<StaffCommand> command) {
    long id = command.value().underwriterId();
    Decision<StaffEvent> decision = Underwriter.decide(underwriter(id), command.value());
    for (StaffEvent event : decision.events()) {
      underwriters.put(id, Underwriter.evolve(underwriter(id), event));
      changedUnderwriters.add(id);
    }
    List<CaseEvent> unused = assignWaiting(command.value().at(), command.traceparent());
    return new Handled<>(decision, underwriter(id));
  }

  private Optional<Underwriter> underwriter(long id) {
    return Optional.ofNullable(underwriters.get(id));
  }

  /** A case's own rules, and whether the underwriter whom it goes to has room. */
  private final class Rules implements Decider<UnderwritingCase, CaseCommand, CaseEvent> {
    @Override
    public Decision<CaseEvent> decide(UnderwritingCase now, CaseCommand command) {
      Decision<CaseEvent> decision = UnderwritingCase.decide(now, command);
      boolean moves = decision instanceof Accepted && command instanceof Assign;
      return moves ? decideRoom(((Assign) command).underwriterId(), decision) : decision;
    }

    private Decision<CaseEvent> decideRoom(long underwriterId, Decision<CaseEvent> possible) {
      Underwriter target = underwriters.get(underwriterId);
      if (target == null) return refused(UNKNOWN_UNDERWRITER);
      return target.room() == 0 ? refused(NO_ROOM) : possible;
    }

    @Override
    public UnderwritingCase evolve(UnderwritingCase now, CaseEvent event) {
      return UnderwritingCase.evolve(now, event);
    }
  }
}
