package insurancecontract.underwriting.domain;

import static insurancecontract.underwriting.domain.CaseStatus.ASSIGNED;
import static insurancecontract.underwriting.domain.CaseStatus.WAITING;
import static insurancecontract.underwriting.domain.Decision.accepted;
import static insurancecontract.underwriting.domain.Decision.refused;
import static insurancecontract.underwriting.domain.Reason.CASE_NOT_FOUND;
import static insurancecontract.underwriting.domain.Reason.NO_ROOM;
import static insurancecontract.underwriting.domain.Reason.UNKNOWN_UNDERWRITER;

import insurancecontract.underwriting.domain.Decision.Accepted;
import insurancecontract.underwriting.domain.DeskCommand.ApplicationCommand;
import insurancecontract.underwriting.domain.DeskCommand.CaseCommand;
import insurancecontract.underwriting.domain.DeskCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.DeskCommand.Enrol;
import insurancecontract.underwriting.domain.DeskCommand.Reassign;
import insurancecontract.underwriting.domain.DeskCommand.StaffCommand;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The underwriting desk: who gets which case.
 *
 * <p>A case goes to the least loaded underwriter with room, the lower id among equals; without room
 * anywhere it waits, and waiting cases are let in strictly in order. After every command nobody
 * waits while someone has room. The object lives for one batch; from outside it is one function.
 */
public final class Desk {
  private static final Comparator<Underwriter> LEAST_LOADED =
      Comparator.comparingInt(Underwriter::load).thenComparingLong(Underwriter::underwriterId);

  private final NavigableMap<Long, Underwriter> underwriters = new TreeMap<>();
  private final Map<Long, UnderwritingCase> cases = new HashMap<>();
  private final Map<Long, Long> caseOfSubscription = new HashMap<>();
  private final NavigableSet<Long> waiting = new TreeSet<>();
  private final Deque<Long> freshIds;
  private final NavigableMap<Long, UnderwritingCase> changedCases = new TreeMap<>();
  private final NavigableSet<Long> changedUnderwriters = new TreeSet<>();

  private Desk(DeskState before) {
    before.underwriters().forEach(each -> underwriters.put(each.underwriterId(), each));
    before.cases().forEach(this::know);
    before.waiting().forEach(this::know);
    freshIds = new ArrayDeque<>(before.freshIds());
  }

  /** Decides about the commands in their order, each on what the ones before it left. */
  public static Ruling decide(DeskState before, List<? extends DeskCommand> commands) {
    Desk desk = new Desk(before);
    List<Outcome> outcomes = new ArrayList<>(commands.size());
    for (DeskCommand command : commands) {
      outcomes.add(desk.handle(command));
    }
    List<Underwriter> staff =
        desk.changedUnderwriters.stream().map(desk.underwriters::get).toList();
    return new Ruling(outcomes, List.copyOf(desk.changedCases.values()), staff);
  }

  private Outcome handle(DeskCommand command) {
    if (command instanceof StaffCommand c) return handleStaff(c);
    return handleCase(find(command), command);
  }

  private Outcome handleCase(Optional<UnderwritingCase> found, DeskCommand command) {
    if (found.isEmpty()) {
      return new Outcome(noSuchCase(), Optional.empty(), Optional.empty(), List.of());
    }
    UnderwritingCase now = found.get();
    Decision decision = decideCase(now, command);
    List<CaseChange> changes = new ArrayList<>();
    if (decision instanceof Accepted yes) {
      yes.events().forEach(event -> apply(now.underwritingId(), event, changes));
      letWaitingIn(command.at(), changes);
    }
    return new Outcome(
        decision, Optional.of(cases.get(now.underwritingId())), Optional.empty(), changes);
  }

  private Optional<UnderwritingCase> find(DeskCommand command) {
    if (command instanceof CaseCommand c) return Optional.ofNullable(cases.get(c.underwritingId()));
    if (command instanceof ApplicationCommand c) return Optional.of(ofSubscription(c));
    throw new AssertionError("No case for " + command);
  }

  /** Both commands about an application open its case, so the new id is never lost. */
  private UnderwritingCase ofSubscription(ApplicationCommand command) {
    Long known = caseOfSubscription.get(command.subscriptionId());
    if (known != null) return cases.get(known);
    UnderwritingCase absent =
        UnderwritingCase.absent(freshIds.removeFirst(), command.subscriptionId());
    know(absent);
    return absent;
  }

  private static Decision noSuchCase() {
    return refused(CASE_NOT_FOUND, "No such case.");
  }

  private Decision decideCase(UnderwritingCase now, DeskCommand command) {
    Decision decision = UnderwritingCase.decide(now, command);
    boolean moves = decision instanceof Accepted yes && !yes.events().isEmpty();
    return moves && command instanceof Reassign c ? decideRoom(c, decision) : decision;
  }

  private Decision decideRoom(Reassign command, Decision possible) {
    Underwriter target = underwriters.get(command.underwriterId());
    if (target == null) return unknownUnderwriter();
    if (target.room() == 0) {
      return refused(NO_ROOM, "The underwriter has as many open cases as may be.");
    }
    return possible;
  }

  private static Decision unknownUnderwriter() {
    return refused(UNKNOWN_UNDERWRITER, "No such underwriter.");
  }

  private Outcome handleStaff(StaffCommand command) {
    Optional<Underwriter> now = Optional.ofNullable(underwriters.get(command.underwriterId()));
    Optional<Underwriter> after = changed(now, command);
    if (after.isEmpty()) {
      return new Outcome(unknownUnderwriter(), Optional.empty(), Optional.empty(), List.of());
    }
    if (!after.equals(now)) {
      underwriters.put(command.underwriterId(), after.get());
      changedUnderwriters.add(command.underwriterId());
    }
    List<CaseChange> changes = new ArrayList<>();
    letWaitingIn(command.at(), changes);
    Underwriter settled = underwriters.get(command.underwriterId());
    return new Outcome(accepted(), Optional.empty(), Optional.of(settled), changes);
  }

  private static Optional<Underwriter> changed(Optional<Underwriter> now, StaffCommand command) {
    if (command instanceof ChangeCapacity c) return now.map(it -> it.withCapacity(c.capacity()));
    if (command instanceof Enrol c) return Optional.of(enrolled(now, c));
    throw new AssertionError("No change for " + command);
  }

  private static Underwriter enrolled(Optional<Underwriter> now, Enrol c) {
    return now.map(it -> it.configured(c.name(), c.capacity()))
        .orElseGet(
            () -> new Underwriter(c.underwriterId(), c.name(), c.capacity(), c.capacity(), 0));
  }

  private void letWaitingIn(Instant at, List<CaseChange> changes) {
    Optional<Underwriter> free = leastLoaded();
    while (free.isPresent() && !waiting.isEmpty()) {
      apply(waiting.first(), new CaseEvent.Assigned(free.get().underwriterId(), at), changes);
      free = leastLoaded();
    }
  }

  private Optional<Underwriter> leastLoaded() {
    return underwriters.values().stream().filter(each -> each.room() > 0).min(LEAST_LOADED);
  }

  private void apply(long underwritingId, CaseEvent event, List<CaseChange> changes) {
    UnderwritingCase now = cases.get(underwritingId);
    UnderwritingCase after = UnderwritingCase.evolve(now, event);
    takeUpRoom(now, -1);
    takeUpRoom(after, 1);
    know(after);
    changedCases.put(after.underwritingId(), after);
    changes.add(new CaseChange(event, after));
  }

  private void takeUpRoom(UnderwritingCase each, int difference) {
    if (each.status() != ASSIGNED) return;
    underwriters.computeIfPresent(
        each.underwriterId().getAsLong(), (id, it) -> it.withLoad(it.load() + difference));
  }

  private void know(UnderwritingCase each) {
    cases.put(each.underwritingId(), each);
    caseOfSubscription.put(each.subscriptionId(), each.underwritingId());
    if (each.status() == WAITING) {
      waiting.add(each.underwritingId());
    } else {
      waiting.remove(each.underwritingId());
    }
  }
}
