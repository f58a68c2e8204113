package insurancecontract.underwriting.domain;

/** Someone who looks at cases, and how far that look reaches. */
public sealed interface Viewer {
  /** Whether this case may be known to the viewer at all. */
  boolean sees(UnderwritingCase underwritingCase);

  /** Supervisors, and operators when they only look: every case. */
  record Everything() implements Viewer {
    @Override
    public boolean sees(UnderwritingCase underwritingCase) {
      return true;
    }
  }

  /** An underwriter: the cases of the own desk, open ones and past ones. */
  record OwnDesk(long underwriterId) implements Viewer {
    @Override
    public boolean sees(UnderwritingCase underwritingCase) {
      return underwritingCase.isOnDeskOf(underwriterId);
    }
  }

  /** A customer: the cases of the own applications. */
  record OwnApplications(String customerId) implements Viewer {
    @Override
    public boolean sees(UnderwritingCase underwritingCase) {
      return underwritingCase
          .application()
          .filter(application -> application.customerId().equals(customerId))
          .isPresent();
    }
  }
}
