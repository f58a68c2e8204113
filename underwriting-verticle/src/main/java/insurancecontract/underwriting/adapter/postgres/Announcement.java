package insurancecontract.underwriting.adapter.postgres;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.contracts.Topics;
import insurancecontract.contracts.UnderwritingEvent;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingClosed;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRegistered;
import insurancecontract.underwriting.application.Traced;
import insurancecontract.underwriting.domain.CaseChange;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.UnderwritingCase;
import java.util.List;

/** What happened to a case, in the words of the published language. */
public final class Announcement {
  private Announcement() {}

  /** The messages of the news, in order. */
  public static List<OutboxMessage> ofAll(List<Traced<CaseChange>> news) {
    return news.stream().map(Announcement::of).toList();
  }

  private static OutboxMessage of(Traced<CaseChange> news) {
    UnderwritingEvent published = published(news.value().event(), news.value().after());
    return new OutboxMessage(
        Topics.UNDERWRITING_EVENTS,
        published.subscriptionId(),
        published.getClass().getSimpleName(),
        published.version(),
        news.value().event().at(),
        Json.object(published),
        news.traceparent());
  }

  private static UnderwritingEvent published(CaseEvent event, UnderwritingCase after) {
    long subscription = after.subscriptionId();
    long version = after.version();
    long id = after.underwritingId();
    String status = after.status().name();
    if (event instanceof CaseEvent.Registered) {
      return new UnderwritingRegistered(subscription, version, id, status);
    }
    if (event instanceof CaseEvent.Closed) {
      return new UnderwritingClosed(subscription, version, id, status);
    }
    // From here on somebody has the case.
    long underwriter = after.underwriterId().orElseThrow();
    if (event instanceof CaseEvent.Assigned) {
      return new UnderwriterAssigned(subscription, version, id, status, underwriter);
    }
    if (event instanceof CaseEvent.Approved) {
      return new UnderwritingApproved(subscription, version, id, status, underwriter);
    }
    if (event instanceof CaseEvent.Refused e) {
      return new UnderwritingRefused(subscription, version, id, status, underwriter, e.reason());
    }
    throw new AssertionError("No announcement for " + event);
  }
}
