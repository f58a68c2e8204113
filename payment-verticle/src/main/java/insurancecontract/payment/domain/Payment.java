package insurancecontract.payment.domain;

import static insurancecontract.payment.domain.Decision.accepted;
import static insurancecontract.payment.domain.Decision.refused;

import insurancecontract.payment.domain.Decision.Reason;
import insurancecontract.payment.domain.PaymentCommand.Abandon;
import insurancecontract.payment.domain.PaymentCommand.ParkRefund;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.RecordDecline;
import insurancecontract.payment.domain.PaymentCommand.RecordRefund;
import insurancecontract.payment.domain.PaymentCommand.Refund;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentCommand.RetryRefund;
import insurancecontract.payment.domain.PaymentCommand.SettleRefund;
import insurancecontract.payment.domain.PaymentEvent.ChargeApproved;
import insurancecontract.payment.domain.PaymentEvent.ChargeDeclined;
import insurancecontract.payment.domain.PaymentEvent.ChargeRequested;
import insurancecontract.payment.domain.PaymentEvent.RefundParked;
import insurancecontract.payment.domain.PaymentEvent.RefundRequested;
import insurancecontract.payment.domain.PaymentEvent.RefundRetried;
import insurancecontract.payment.domain.PaymentEvent.RefundSettled;
import insurancecontract.payment.domain.PaymentEvent.Refunded;
import insurancecontract.payment.domain.PaymentEvent.Voided;
import java.time.Instant;

/**
 * The one payment of a subscription's first premium. It charges at most once and gives back at most
 * once, in whatever order the requests for either arrive.
 *
 * @param version counts what happened to it; 0 means "not there yet"
 * @param terms who pays how much; null for a tombstone that nobody told
 * @param reason why it was declined, voided or is to go back, else null
 * @param parkedReason why its refund waits for a person, else null
 * @param settledBy who gave the money back by hand, else null
 */
public record Payment(
    long subscriptionId,
    long paymentId,
    long version,
    PaymentStatus status,
    Terms terms,
    String reason,
    String parkedReason,
    Instant parkedAt,
    String settledBy,
    Instant createdAt,
    Instant updatedAt) {

  /** The reason of a refund that a contradiction of the provider made necessary. */
  static final String APPROVED_AFTER_DECLINE = "APPROVED_AFTER_DECLINE";

  /** What is known of a payment before anything happened: the id that it would get. */
  public static Payment absent(long subscriptionId, long paymentId) {
    return new Payment(
        subscriptionId,
        paymentId,
        0,
        PaymentStatus.ABSENT,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** Whether its refund waits for a person. */
  public boolean parked() {
    return parkedAt != null;
  }

  /** The legal moves, one method per command; what a status does not name is refused. */
  public static Decision decide(Payment now, PaymentCommand command) {
    if (command instanceof RequestCharge c) return requestCharge(now, c);
    if (command instanceof RecordApproval c) return recordApproval(now, c);
    if (command instanceof RecordDecline c) return recordDecline(now, c);
    if (command instanceof Refund c) return giveBack(now, null, c.reason(), c.at());
    if (command instanceof Abandon c) return giveBack(now, c.terms(), c.reason(), c.at());
    if (command instanceof RecordRefund c) return recordRefund(now, c);
    if (command instanceof ParkRefund c) return parkRefund(now, c);
    if (command instanceof RetryRefund c) return retryRefund(now, c);
    if (command instanceof SettleRefund c) return settleRefund(now, c);
    throw new AssertionError("No decision for " + command);
  }

  private static Decision requestCharge(Payment now, RequestCharge c) {
    return switch (now.status) {
      case ABSENT -> accepted(new ChargeRequested(c.terms(), c.at()));
      // The tombstone may not know the terms, and whatever they are it does not charge.
      case VOID -> accepted();
      case REQUESTED, APPROVED, DECLINED, CANCELLING, CANCELLED ->
          c.terms().equals(now.terms)
              ? accepted()
              : refused(
                  Reason.AMOUNT_DIFFERS,
                  "This subscription's charge was asked for with another customer or amount.");
    };
  }

  private static Decision recordApproval(Payment now, RecordApproval c) {
    return switch (now.status) {
      case REQUESTED -> accepted(new ChargeApproved(c.at()));
      case APPROVED, CANCELLING, CANCELLED -> accepted();
      // A provider must not say both. If it does, the money must not stay with us.
      case DECLINED -> accepted(new RefundRequested(APPROVED_AFTER_DECLINE, c.at()));
      case ABSENT, VOID -> notPossibleNow(now);
    };
  }

  private static Decision recordDecline(Payment now, RecordDecline c) {
    return switch (now.status) {
      case REQUESTED -> accepted(new ChargeDeclined(c.reason(), c.at()));
      case APPROVED, DECLINED, CANCELLING, CANCELLED -> accepted();
      case ABSENT, VOID -> notPossibleNow(now);
    };
  }

  private static Decision giveBack(Payment now, Terms terms, String reason, Instant at) {
    return switch (now.status) {
      case ABSENT -> accepted(new Voided(terms, reason, at));
      // Also while the charge is in doubt: the provider's refund prevents a charge still to come.
      case REQUESTED, APPROVED -> accepted(new RefundRequested(reason, at));
      case DECLINED, CANCELLING, CANCELLED, VOID -> accepted();
    };
  }

  private static Decision recordRefund(Payment now, RecordRefund c) {
    return switch (now.status) {
      case CANCELLING -> accepted(new Refunded(c.at()));
      case CANCELLED -> accepted();
      case ABSENT, REQUESTED, APPROVED, DECLINED, VOID -> notPossibleNow(now);
    };
  }

  private static Decision parkRefund(Payment now, ParkRefund c) {
    return switch (now.status) {
      case CANCELLING -> now.parked() ? accepted() : accepted(new RefundParked(c.reason(), c.at()));
      case CANCELLED -> accepted();
      case ABSENT, REQUESTED, APPROVED, DECLINED, VOID -> notPossibleNow(now);
    };
  }

  private static Decision retryRefund(Payment now, RetryRefund c) {
    return now.parked() ? accepted(new RefundRetried(c.at())) : notParked(now);
  }

  /** Only while it is parked: else we might be giving the same money back at this moment. */
  private static Decision settleRefund(Payment now, SettleRefund c) {
    return now.parked() ? accepted(new RefundSettled(c.by(), c.at())) : notParked(now);
  }

  private static Decision notPossibleNow(Payment now) {
    return refused(Reason.NOT_POSSIBLE_NOW, "The payment is " + now.status + ".");
  }

  private static Decision notParked(Payment now) {
    return refused(
        Reason.NOT_PARKED, "No refund waits for a person; the payment is " + now.status + ".");
  }

  /** What is true after an event. It already happened, so here it can no longer be refused. */
  public static Payment evolve(Payment now, PaymentEvent event) {
    if (event instanceof ChargeRequested e) return now.begun(PaymentStatus.REQUESTED, e.terms(), e);
    if (event instanceof Voided e) {
      return now.begun(PaymentStatus.VOID, e.terms(), e).because(e.reason());
    }
    if (event instanceof ChargeApproved e) return now.next(PaymentStatus.APPROVED, e);
    if (event instanceof ChargeDeclined e) {
      return now.next(PaymentStatus.DECLINED, e).because(e.reason());
    }
    if (event instanceof RefundRequested e) {
      return now.next(PaymentStatus.CANCELLING, e).because(e.reason());
    }
    if (event instanceof Refunded e) return now.next(PaymentStatus.CANCELLED, e);
    if (event instanceof RefundParked e) {
      return now.next(PaymentStatus.CANCELLING, e).parked(e.reason(), e.at());
    }
    if (event instanceof RefundRetried e) return now.next(PaymentStatus.CANCELLING, e);
    if (event instanceof RefundSettled e) {
      return now.next(PaymentStatus.CANCELLED, e).settled(e.by());
    }
    throw new AssertionError("No evolution for " + event);
  }

  private Payment begun(PaymentStatus status, Terms terms, PaymentEvent event) {
    return new Payment(
        subscriptionId,
        paymentId,
        version + 1,
        status,
        terms,
        null,
        null,
        null,
        null,
        event.at(),
        event.at());
  }

  /** Every move ends the parking; the one that parks says so afterwards. */
  private Payment next(PaymentStatus status, PaymentEvent event) {
    return new Payment(
        subscriptionId,
        paymentId,
        version + 1,
        status,
        terms,
        reason,
        null,
        null,
        settledBy,
        createdAt,
        event.at());
  }

  private Payment because(String reason) {
    return new Payment(
        subscriptionId,
        paymentId,
        version,
        status,
        terms,
        reason,
        parkedReason,
        parkedAt,
        settledBy,
        createdAt,
        updatedAt);
  }

  private Payment parked(String reason, Instant at) {
    return new Payment(
        subscriptionId,
        paymentId,
        version,
        status,
        terms,
        this.reason,
        reason,
        at,
        settledBy,
        createdAt,
        updatedAt);
  }

  private Payment settled(String by) {
    return new Payment(
        subscriptionId,
        paymentId,
        version,
        status,
        terms,
        reason,
        parkedReason,
        parkedAt,
        by,
        createdAt,
        updatedAt);
  }
}
