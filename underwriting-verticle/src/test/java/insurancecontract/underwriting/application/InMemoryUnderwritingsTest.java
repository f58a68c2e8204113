package insurancecontract.underwriting.application;

import insurancecontract.chassis.decision.Recorded;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.UnderwritingCase;
import java.util.List;
import java.util.Map;

class InMemoryUnderwritingsTest implements UnderwritingRepositoryContract {
  private static final Map<Class<?>, String> PUBLISHED =
      Map.of(
          CaseEvent.Registered.class, "UnderwritingRegistered",
          CaseEvent.Assigned.class, "UnderwriterAssigned",
          CaseEvent.Approved.class, "UnderwritingApproved",
          CaseEvent.Refused.class, "UnderwritingRefused",
          CaseEvent.Closed.class, "UnderwritingClosed");

  private final InMemoryUnderwritings underwritings = new InMemoryUnderwritings();

  @Override
  public UnderwritingRepository repository() {
    return underwritings;
  }

  @Override
  public List<String> announced() {
    return underwritings.published().stream().map(InMemoryUnderwritingsTest::inWords).toList();
  }

  private static String inWords(Recorded<UnderwritingCase, CaseEvent> recorded) {
    return recorded.after().subscriptionId()
        + " v"
        + recorded.after().version()
        + " "
        + PUBLISHED.get(recorded.event().getClass())
        + " "
        + recorded.traceparent();
  }
}
