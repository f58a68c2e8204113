package insurancecontract.underwriting.domain;

/** A person who looks at cases, and which ones that person may see. */
public sealed interface Viewer {
  /** Whether this viewer may know of the case. */
  boolean sees(UnderwritingCase each);

  /** Supervisors, and operators, who only read: every case. */
  record Everything() implements Viewer {
    @Override
    public boolean sees(UnderwritingCase each) {
      return true;
    }
  }

  /** An underwriter: the cases that are, or were last, on the own desk. */
  record OwnDesk(long underwriterId) implements Viewer {
    @Override
    public boolean sees(UnderwritingCase each) {
      return each.isOnDeskOf(underwriterId);
    }
  }

  /** A customer: the cases of the own applications. */
  record OwnApplications(String customerId) implements Viewer {
    @Override
    public boolean sees(UnderwritingCase each) {
      return each.application().filter(it -> it.customerId().equals(customerId)).isPresent();
    }
  }
}
