package insurancecontract.underwriting.adapter.postgres;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.Topics;
import insurancecontract.contracts.UnderwritingEvent;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingClosed;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRegistered;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.UnderwritingCase;
import java.util.List;

/** The events of a case in the published language. */
public final class Announcement {
  private Announcement() {}

  /** The messages for these events, in order. */
  public static List<OutboxMessage> ofAll(List<Recorded<UnderwritingCase, CaseEvent>> recorded) {
    return recorded.stream().map(Announcement::of).toList();
  }

  private static OutboxMessage of(Recorded<UnderwritingCase, CaseEvent> recorded) {
    UnderwritingEvent published = published(recorded.event(), recorded.after());
    return new OutboxMessage(
        Topics.UNDERWRITING_EVENTS,
        published.subscriptionId(),
        EventTypes.of(published.getClass()),
        published.version(),
        recorded.event().at(),
        Json.object(published),
        recorded.traceparent());
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
    // From here on the case has an underwriter.
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
