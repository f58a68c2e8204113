package insurancecontract.subscription.adapter.postgres;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.chassis.outbox.OutboxMessage;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCancelled;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionContracted;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionWithdrawn;
import insurancecontract.contracts.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.contracts.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.contracts.Topics;
import insurancecontract.subscription.domain.Header;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.Subscription.Contracted;
import insurancecontract.subscription.domain.Subscription.Paid;
import insurancecontract.subscription.domain.Subscription.PaymentFailed;
import insurancecontract.subscription.domain.Subscription.Refused;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import java.util.List;
import java.util.Optional;

/** Translates domain events into the published language. */
public final class SubscriptionMessages {
  private SubscriptionMessages() {}

  /** The messages of those events that are published, in order. */
  public static List<OutboxMessage> of(
      List<Recorded<SubscriptionState, SubscriptionEvent>> recorded) {
    return recorded.stream().map(SubscriptionMessages::of).flatMap(Optional::stream).toList();
  }

  private static Optional<OutboxMessage> of(
      Recorded<SubscriptionState, SubscriptionEvent> recorded) {
    return published(recorded.event(), (Subscription) recorded.after())
        .map(
            event ->
                new OutboxMessage(
                    Topics.SUBSCRIPTION_EVENTS,
                    event.subscriptionId(),
                    EventTypes.of(event.getClass()),
                    event.version(),
                    recorded.event().at(),
                    Json.object(event),
                    recorded.traceparent()));
  }

  /** The published form; empty for the opening, which concerns no other service. */
  static Optional<insurancecontract.contracts.SubscriptionEvent> published(
      SubscriptionEvent event, Subscription after) {
    long id = after.id();
    long version = after.version();
    String status = after.status().name();
    if (event instanceof SubscriptionEvent.Opened) return Optional.empty();
    if (event instanceof SubscriptionEvent.Created) return Optional.of(created((Paid) after));
    if (event instanceof SubscriptionEvent.Abandoned) {
      return Optional.of(abandoned((PaymentFailed) after));
    }
    if (event instanceof SubscriptionEvent.UnderwriterConfirmed e) {
      return Optional.of(new UnderwriterConfirmed(id, version, status, e.underwritingId()));
    }
    if (event instanceof SubscriptionEvent.CancelRequested) {
      return Optional.of(new CancelRequested(id, version, status));
    }
    if (event instanceof SubscriptionEvent.Cancelled) {
      return Optional.of(new SubscriptionCancelled(id, version, status));
    }
    if (event instanceof SubscriptionEvent.Contracted) {
      return Optional.of(contracted((Contracted) after));
    }
    if (event instanceof SubscriptionEvent.Refused) return Optional.of(refused((Refused) after));
    if (event instanceof SubscriptionEvent.WithdrawalRequested) {
      return Optional.of(new WithdrawalRequested(id, version, status));
    }
    if (event instanceof SubscriptionEvent.Withdrawn) {
      return Optional.of(new SubscriptionWithdrawn(id, version, status));
    }
    throw new AssertionError("No message for " + event);
  }

  private static SubscriptionCreated created(Paid after) {
    Header header = after.header();
    return new SubscriptionCreated(
        header.id(),
        header.version(),
        after.status().name(),
        header.customerId(),
        header.product().productName(),
        header.product().premium(),
        header.product().currency(),
        after.paymentId(),
        header.createdAt());
  }

  private static SubscriptionAbandoned abandoned(PaymentFailed after) {
    Header header = after.header();
    return new SubscriptionAbandoned(
        header.id(),
        header.version(),
        after.status().name(),
        header.customerId(),
        header.product().productName(),
        header.product().premium(),
        header.product().currency(),
        after.reason(),
        header.createdAt());
  }

  private static SubscriptionContracted contracted(Contracted after) {
    return new SubscriptionContracted(
        after.id(),
        after.version(),
        after.status().name(),
        after.underwritingId(),
        after.terms().contractedAt(),
        after.terms().withdrawableUntil());
  }

  private static SubscriptionRefused refused(Refused after) {
    return new SubscriptionRefused(
        after.id(), after.version(), after.status().name(), after.underwritingId(), after.reason());
  }
}
