package insurancecontract.underwriting.domain;

import java.time.Instant;

/** A command about an underwriter. */
public sealed interface StaffCommand extends DeskCommand {
  /** The underwriter. */
  long underwriterId();

  /** The most open cases that the underwriter is to have at once. */
  int capacity();

  /** Change the capacity; lowering it takes no case away. */
  record ChangeCapacity(long underwriterId, int capacity, Instant at) implements StaffCommand {}

  /**
   * The configuration names this underwriter. Its capacity takes effect only when it differs from
   * the last configured one, so a supervisor's change outlives a restart.
   */
  record Enrol(long underwriterId, String name, int capacity, Instant at) implements StaffCommand {}
}
