package insurancecontract.underwriting.domain;

/** What may have happened to an underwriter. */
public sealed interface StaffEvent {
  /** The configuration named this underwriter, or changed the name or the capacity. */
  record Enrolled(long underwriterId, String name, int capacity) implements StaffEvent {}

  /** A supervisor changed the capacity. */
  record CapacityChanged(int capacity) implements StaffEvent {}
}
