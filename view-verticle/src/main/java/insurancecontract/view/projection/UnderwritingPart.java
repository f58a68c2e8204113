package insurancecontract.view.projection;

/**
 * What is known of the case at the desk; null is not heard yet.
 *
 * @param version of the newest underwriting fact heard, 0 before the first; the status goes with it
 * @param underwriterVersion of the newest fact that named an underwriter, 0 before the first: a
 *     case may change hands, and not every fact says whose it is
 */
public record UnderwritingPart(
    long version,
    String status,
    Long underwritingId,
    long underwriterVersion,
    Long underwriterId,
    String reason) {

  /** Nothing is known. */
  static final UnderwritingPart UNHEARD = new UnderwritingPart(0, null, null, 0, null, null);

  /** The subscription names its case too; its status is for the desk to say. */
  static UnderwritingPart named(long underwritingId) {
    return new UnderwritingPart(0, null, underwritingId, 0, null, null);
  }

  /** A fact that says nothing of the underwriter. */
  static UnderwritingPart status(long version, String status, long underwritingId) {
    return new UnderwritingPart(version, status, underwritingId, 0, null, null);
  }

  /** A fact of the underwriter who has the case. */
  static UnderwritingPart at(
      long version, String status, long underwritingId, long underwriterId, String reason) {
    return new UnderwritingPart(version, status, underwritingId, version, underwriterId, reason);
  }

  /** Status and underwriter go by their versions; a subscription has one case, so its id stays. */
  UnderwritingPart merge(UnderwritingPart other) {
    UnderwritingPart newer = other.version > version ? other : this;
    UnderwritingPart assigned = other.underwriterVersion > underwriterVersion ? other : this;
    return new UnderwritingPart(
        newer.version,
        newer.status,
        ViewRow.known(underwritingId, other.underwritingId),
        assigned.underwriterVersion,
        assigned.underwriterId,
        ViewRow.known(reason, other.reason));
  }
}
