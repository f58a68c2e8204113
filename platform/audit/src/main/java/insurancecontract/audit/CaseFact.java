package insurancecontract.audit;

/** A case as the underwriting desk has it. */
public record CaseFact(
    long subscriptionId,
    long underwritingId,
    long version,
    String status,
    Long underwriterId,
    String reason) {
  boolean is(String other) {
    return status.equals(other);
  }

  @Override
  public String toString() {
    return "case " + underwritingId + " is " + status;
  }
}
