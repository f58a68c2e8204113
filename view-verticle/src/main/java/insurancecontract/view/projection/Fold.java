package insurancecontract.view.projection;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.PaymentEvent;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentEvent.PaymentDeclined;
import insurancecontract.contracts.SubscriptionEvent;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionContracted;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.contracts.UnderwritingEvent;
import insurancecontract.contracts.UnderwritingEvent.UnderwriterAssigned;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingRefused;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** What each kind of event says about a row. Pure: the same facts always give the same rows. */
public final class Fold {
  private Fold() {}

  /** One row for each subscription that the distinct {@code facts} are about, ordered by id. */
  public static List<ViewRow> fold(Iterable<Fact> facts) {
    TreeMap<Long, ViewRow> rows = new TreeMap<>();
    for (Fact fact : facts) {
      rows.merge(fact.event().subscriptionId(), delta(fact), ViewRow::merge);
    }
    Collection<ViewRow> ordered = rows.values();
    return List.copyOf(ordered);
  }

  /** The row that one fact alone gives. */
  static ViewRow delta(Fact fact) {
    Event event = fact.event();
    PaymentPart payment = PaymentPart.UNHEARD;
    UnderwritingPart underwriting = UnderwritingPart.UNHEARD;
    if (event instanceof PaymentEvent e) {
      return ViewRow.of(fact, SubscriptionPart.UNHEARD, payment(e), underwriting);
    }
    if (event instanceof UnderwritingEvent e) {
      return ViewRow.of(fact, SubscriptionPart.UNHEARD, payment, underwriting(e));
    }
    if (event instanceof SubscriptionCreated e) payment = PaymentPart.named(e.paymentId());
    if (event instanceof UnderwriterConfirmed e) {
      underwriting = UnderwritingPart.named(e.underwritingId());
    }
    if (event instanceof SubscriptionContracted e) {
      underwriting = UnderwritingPart.named(e.underwritingId());
    }
    if (event instanceof SubscriptionRefused e) {
      underwriting = UnderwritingPart.named(e.underwritingId());
    }
    return ViewRow.of(fact, subscription((SubscriptionEvent) event), payment, underwriting);
  }

  private static SubscriptionPart subscription(SubscriptionEvent event) {
    long version = event.version();
    String status = event.subscriptionStatus();
    if (event instanceof SubscriptionCreated e) {
      return new SubscriptionPart(
          version,
          status,
          e.customerId(),
          e.productName(),
          e.premium(),
          e.currency(),
          null,
          e.createdAt(),
          null,
          null);
    }
    if (event instanceof SubscriptionAbandoned e) {
      return new SubscriptionPart(
          version,
          status,
          e.customerId(),
          e.productName(),
          e.premium(),
          e.currency(),
          e.reason(),
          e.createdAt(),
          null,
          null);
    }
    if (event instanceof SubscriptionContracted e) {
      return new SubscriptionPart(
          version,
          status,
          null,
          null,
          null,
          null,
          null,
          null,
          e.contractedAt(),
          e.withdrawableUntil());
    }
    if (event instanceof SubscriptionRefused e) {
      return new SubscriptionPart(
          version, status, null, null, null, null, e.reason(), null, null, null);
    }
    return SubscriptionPart.status(version, status);
  }

  private static PaymentPart payment(PaymentEvent event) {
    String reason = null;
    if (event instanceof PaymentDeclined e) reason = e.reason();
    if (event instanceof PaymentCancelled e) reason = e.reason();
    return new PaymentPart(event.version(), event.paymentStatus(), event.paymentId(), reason);
  }

  private static UnderwritingPart underwriting(UnderwritingEvent event) {
    long version = event.version();
    String status = event.underwritingStatus();
    long id = event.underwritingId();
    if (event instanceof UnderwriterAssigned e) {
      return UnderwritingPart.at(version, status, id, e.underwriterId(), null);
    }
    if (event instanceof UnderwritingApproved e) {
      return UnderwritingPart.at(version, status, id, e.underwriterId(), null);
    }
    if (event instanceof UnderwritingRefused e) {
      return UnderwritingPart.at(version, status, id, e.underwriterId(), e.reason());
    }
    return UnderwritingPart.status(version, status, id);
  }
}
