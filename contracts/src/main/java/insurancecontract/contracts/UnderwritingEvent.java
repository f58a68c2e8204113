package insurancecontract.contracts;

/**
 * What may happen to a case at the underwriting desk; {@code underwritingStatus} is the status
 * after it.
 */
public sealed interface UnderwritingEvent extends Event {
  /** The case that the fact is about. */
  long underwritingId();

  /** The status after the fact. */
  String underwritingStatus();

  /** A case was opened for a paid application; it waits for an underwriter with room. */
  record UnderwritingRegistered(
      long subscriptionId, long version, long underwritingId, String underwritingStatus)
      implements UnderwritingEvent {}

  /** The case has an underwriter, or another one than before. */
  record UnderwriterAssigned(
      long subscriptionId,
      long version,
      long underwritingId,
      String underwritingStatus,
      long underwriterId)
      implements UnderwritingEvent {}

  /** The underwriter accepts the risk. */
  record UnderwritingApproved(
      long subscriptionId,
      long version,
      long underwritingId,
      String underwritingStatus,
      long underwriterId)
      implements UnderwritingEvent {}

  /** The underwriter does not accept the risk, for the given reason. */
  record UnderwritingRefused(
      long subscriptionId,
      long version,
      long underwritingId,
      String underwritingStatus,
      long underwriterId,
      String reason)
      implements UnderwritingEvent {}

  /** The application was cancelled: whatever the desk had decided is void. */
  record UnderwritingClosed(
      long subscriptionId, long version, long underwritingId, String underwritingStatus)
      implements UnderwritingEvent {}
}
