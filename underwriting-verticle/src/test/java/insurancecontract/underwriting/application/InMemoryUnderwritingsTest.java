package insurancecontract.underwriting.application;

import insurancecontract.underwriting.domain.CaseChange;
import insurancecontract.underwriting.domain.CaseEvent;
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
    return underwritings.news().stream().map(InMemoryUnderwritingsTest::inWords).toList();
  }

  private static String inWords(Traced<CaseChange> news) {
    return news.value().after().subscriptionId()
        + " v"
        + news.value().after().version()
        + " "
        + PUBLISHED.get(news.value().event().getClass())
        + " "
        + news.traceparent();
  }
}
