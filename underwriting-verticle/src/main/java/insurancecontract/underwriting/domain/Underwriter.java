package insurancecontract.underwriting.domain;

import static insurancecontract.chassis.decision.Decision.accepted;
import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.chassis.decision.Decision.unchanged;
import static insurancecontract.underwriting.domain.Reason.UNKNOWN_UNDERWRITER;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.underwriting.domain.StaffCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.StaffCommand.Enrol;
import insurancecontract.underwriting.domain.StaffEvent.CapacityChanged;
import insurancecontract.underwriting.domain.StaffEvent.Enrolled;
import java.util.Optional;

/**
 * An underwriter, who takes a limited number of open cases at once.
 *
 * @param configuredCapacity the last configured capacity, to detect when the configuration changes
 * @param load open cases; above the capacity only after that was lowered
 */
public record Underwriter(
    long underwriterId, String name, int capacity, int configuredCapacity, int load) {
  /** The highest capacity allowed. */
  public static final int CAPACITY_MAX = 10_000;

  /** What the command leads to; without an underwriter, only enrolling is possible. */
  static Decision<StaffEvent> decide(Optional<Underwriter> now, StaffCommand command) {
    if (command instanceof Enrol c) {
      return changing(now, new Enrolled(c.underwriterId(), c.name(), c.capacity()));
    }
    if (now.isPresent() && command instanceof ChangeCapacity c) {
      return changing(now, new CapacityChanged(c.capacity()));
    }
    return refused(UNKNOWN_UNDERWRITER);
  }

  private static Decision<StaffEvent> changing(Optional<Underwriter> now, StaffEvent event) {
    return now.equals(Optional.of(evolve(now, event))) ? unchanged() : accepted(event);
  }

  /** What is true after an event. */
  static Underwriter evolve(Optional<Underwriter> now, StaffEvent event) {
    if (event instanceof Enrolled e) return now.map(it -> it.enrolled(e)).orElseGet(() -> of(e));
    if (event instanceof CapacityChanged e) return now.orElseThrow().withCapacity(e.capacity());
    throw new AssertionError("No evolution for " + event);
  }

  private static Underwriter of(Enrolled e) {
    return new Underwriter(e.underwriterId(), e.name(), e.capacity(), e.capacity(), 0);
  }

  /** A repeated configured capacity does not undo a supervisor's change. */
  private Underwriter enrolled(Enrolled e) {
    int effective = e.capacity() == configuredCapacity ? capacity : e.capacity();
    return new Underwriter(underwriterId, e.name(), effective, e.capacity(), load);
  }

  private Underwriter withCapacity(int changed) {
    return new Underwriter(underwriterId, name, changed, configuredCapacity, load);
  }

  /** The same underwriter with so many open cases. */
  public Underwriter withLoad(int changed) {
    return new Underwriter(underwriterId, name, capacity, configuredCapacity, changed);
  }

  /** How many more cases the underwriter can take. */
  public int room() {
    return Math.max(0, capacity - load);
  }
}
