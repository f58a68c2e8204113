package insurancecontract.subscription.adapter.postgres;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.outbox.OutboxMessage;
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
import insurancecontract.subscription.application.Change;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionEvent;
import java.util.List;
import java.util.Optional;

/** Domain events in the published language. */
public final class SubscriptionMessages {
  private SubscriptionMessages() {}

  /** The messages of those changes that are published, in order. */
  public static List<OutboxMessage> of(List<Change> changes) {
    return changes.stream().map(SubscriptionMessages::of).flatMap(Optional::stream).toList();
  }

  private static Optional<OutboxMessage> of(Change change) {
    return published(change.event(), change.after())
        .map(
            fact ->
                new OutboxMessage(
                    Topics.SUBSCRIPTION_EVENTS,
                    fact.subscriptionId(),
                    fact.getClass().getSimpleName(),
                    fact.version(),
                    change.event().at(),
                    Json.object(fact),
                    change.traceparent()));
  }

  /** The fact as others read it; none for the opening, which concerns nobody else. */
  static Optional<insurancecontract.contracts.SubscriptionEvent> published(
      SubscriptionEvent event, Subscription after) {
    long id = after.id();
    long version = after.version();
    String status = after.status().name();
    if (event instanceof SubscriptionEvent.Opened) return Optional.empty();
    if (event instanceof SubscriptionEvent.Created) return Optional.of(created(after));
    if (event instanceof SubscriptionEvent.Abandoned) return Optional.of(abandoned(after));
    if (event instanceof SubscriptionEvent.UnderwriterConfirmed e) {
      return Optional.of(new UnderwriterConfirmed(id, version, status, e.underwritingId()));
    }
    if (event instanceof SubscriptionEvent.CancelRequested) {
      return Optional.of(new CancelRequested(id, version, status));
    }
    if (event instanceof SubscriptionEvent.Cancelled) {
      return Optional.of(new SubscriptionCancelled(id, version, status));
    }
    if (event instanceof SubscriptionEvent.Contracted) return Optional.of(contracted(after));
    if (event instanceof SubscriptionEvent.Refused e) {
      return Optional.of(
          new SubscriptionRefused(id, version, status, after.underwritingId(), e.reason()));
    }
    if (event instanceof SubscriptionEvent.WithdrawalRequested) {
      return Optional.of(new WithdrawalRequested(id, version, status));
    }
    if (event instanceof SubscriptionEvent.Withdrawn) {
      return Optional.of(new SubscriptionWithdrawn(id, version, status));
    }
    throw new AssertionError("No message for " + event);
  }

  private static SubscriptionCreated created(Subscription after) {
    return new SubscriptionCreated(
        after.id(),
        after.version(),
        after.status().name(),
        after.customerId(),
        after.product().productName(),
        after.product().premium(),
        after.product().currency(),
        after.paymentId(),
        after.createdAt());
  }

  private static SubscriptionAbandoned abandoned(Subscription after) {
    return new SubscriptionAbandoned(
        after.id(),
        after.version(),
        after.status().name(),
        after.customerId(),
        after.product().productName(),
        after.product().premium(),
        after.product().currency(),
        after.reason(),
        after.createdAt());
  }

  private static SubscriptionContracted contracted(Subscription after) {
    return new SubscriptionContracted(
        after.id(),
        after.version(),
        after.status().name(),
        after.underwritingId(),
        after.contractedAt(),
        after.withdrawableUntil());
  }
}
