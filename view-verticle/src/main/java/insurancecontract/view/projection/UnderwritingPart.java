package insurancecontract.view.projection;

/**
 * What is known of the underwriting case; null means not known yet.
 *
 * @param version of the newest underwriting fact, 0 before the first; the status belongs to it
 * @param underwriterVersion of the newest fact that named an underwriter, 0 before the first: a
 *     case may be reassigned, and not every fact names the underwriter
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

  /** The subscription also names its case; the status comes from the desk alone. */
  static UnderwritingPart named(long underwritingId) {
    return new UnderwritingPart(0, null, underwritingId, 0, null, null);
  }

  /** A fact that does not name the underwriter. */
  static UnderwritingPart status(long version, String status, long underwritingId) {
    return new UnderwritingPart(version, status, underwritingId, 0, null, null);
  }

  /** A fact of the underwriter who has the case. */
  static UnderwritingPart at(
      long version, String status, long underwritingId, long underwriterId, String reason) {
    return new UnderwritingPart(version, status, underwritingId, version, underwriterId, reason);
  }

  /**
   * Status and underwriter follow their versions; a subscription has one case, so its id never
   * changes.
   */
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
