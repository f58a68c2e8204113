package insurancecontract.underwriting.domain;

import java.time.Instant;

/** What may have happened to a case. */
public sealed interface CaseEvent {
  /** The case. */
  long underwritingId();

  /** When it happened. */
  Instant at();

  /** The case was opened; it waits for an underwriter. */
  record Registered(long underwritingId, Application application, Instant at)
      implements CaseEvent {}

  /** The case was put on this underwriter's desk. */
  record Assigned(long underwritingId, long underwriterId, Instant at) implements CaseEvent {}

  /** The risk was accepted. */
  record Approved(long underwritingId, String decidedBy, Instant at) implements CaseEvent {}

  /** The risk was not accepted. */
  record Refused(long underwritingId, String decidedBy, String reason, Instant at)
      implements CaseEvent {}

  /** The application was cancelled. */
  record Closed(long underwritingId, Instant at) implements CaseEvent {}
}
