package insurancecontract.underwriting.domain;

import java.time.Instant;

/** What may have happened to a case. */
public sealed interface CaseEvent {
  /** When it happened. */
  Instant at();

  /** The case was opened; it waits. */
  record Registered(Application application, Instant at) implements CaseEvent {}

  /** The case came to this underwriter's desk. */
  record Assigned(long underwriterId, Instant at) implements CaseEvent {}

  /** The risk was accepted. */
  record Approved(String decidedBy, Instant at) implements CaseEvent {}

  /** The risk was not accepted. */
  record Refused(String decidedBy, String reason, Instant at) implements CaseEvent {}

  /** The application was cancelled. */
  record Closed(Instant at) implements CaseEvent {}
}
