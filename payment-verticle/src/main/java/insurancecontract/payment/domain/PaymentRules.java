package insurancecontract.payment.domain;

import static insurancecontract.chassis.decision.Decision.accepted;
import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.chassis.decision.Decision.unchanged;

import insurancecontract.chassis.decision.Decider;
import insurancecontract.chassis.decision.Decision;
import insurancecontract.payment.domain.Payment.Absent;
import insurancecontract.payment.domain.Payment.Approved;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Charge;
import insurancecontract.payment.domain.Payment.Declined;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.Payment.Tombstone;
import insurancecontract.payment.domain.Payment.Unpaid;
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
import java.util.Optional;

/**
 * A payment charges at most once and refunds at most once, in whatever order the commands arrive.
 */
public final class PaymentRules implements Decider<Payment, PaymentCommand, PaymentEvent> {
  /** The reason of a refund that a contradiction of the provider made necessary. */
  static final String APPROVED_AFTER_DECLINE = "APPROVED_AFTER_DECLINE";

  /** The legal moves, one line per pair of state and command; then the no-ops. */
  @Override
  public Decision<PaymentEvent> decide(Payment now, PaymentCommand command) {
    if (now instanceof Absent && command instanceof RequestCharge c) return request(c);
    if (now instanceof Absent && command instanceof Abandon c) return abandon(c);
    if (now instanceof Absent && command instanceof Refund c) return abandon(c);
    if (now instanceof Requested && command instanceof RecordApproval c) return approve(c);
    if (now instanceof Requested && command instanceof RecordDecline c) return decline(c);
    if (now instanceof Requested && command instanceof Abandon c) return cancel(c);
    if (now instanceof Requested && command instanceof Refund c) return cancel(c);
    if (now instanceof Approved && command instanceof Abandon c) return cancel(c);
    if (now instanceof Approved && command instanceof Refund c) return cancel(c);
    if (now instanceof Declined && command instanceof RecordApproval c) return contradicted(c);
    if (now instanceof Cancelling && command instanceof RecordRefund c) return refunded(c);
    if (now instanceof Cancelling && command instanceof ParkRefund c) return park(c);
    if (now instanceof Parked && command instanceof RecordRefund c) return refunded(c);
    if (now instanceof Parked && command instanceof RetryRefund c) return retry(c);
    // Only while parked: otherwise we might be refunding the same money at this moment.
    if (now instanceof Parked && command instanceof SettleRefund c) return settle(c);

    if (now instanceof Charge s && command instanceof RequestCharge c) return repeat(s, c);
    // Whatever the terms are, a tombstone does not charge.
    if (now instanceof Tombstone && command instanceof RequestCharge) return unchanged();
    if (now instanceof Charge && command instanceof RecordApproval) return unchanged();
    if (now instanceof Charge && command instanceof RecordDecline) return unchanged();
    if (now instanceof Unpaid && command instanceof Abandon) return unchanged();
    if (now instanceof Unpaid && command instanceof Refund) return unchanged();
    if (now instanceof Parked && command instanceof ParkRefund) return unchanged();
    if (now instanceof Cancelled && command instanceof ParkRefund) return unchanged();
    if (now instanceof Cancelled && command instanceof RecordRefund) return unchanged();

    if (command instanceof RetryRefund || command instanceof SettleRefund) {
      return refused(RefusalReason.NOT_PARKED, "status", status(now));
    }
    return refused(RefusalReason.NOT_POSSIBLE_NOW, "status", status(now));
  }

  private static Decision<PaymentEvent> request(RequestCharge c) {
    return accepted(new ChargeRequested(c.terms(), c.at()));
  }

  private static Decision<PaymentEvent> repeat(Charge now, RequestCharge c) {
    return now.terms().equals(c.terms()) ? unchanged() : refused(RefusalReason.AMOUNT_DIFFERS);
  }

  private static Decision<PaymentEvent> abandon(Abandon c) {
    return accepted(new Voided(Optional.of(c.terms()), c.reason(), c.at()));
  }

  private static Decision<PaymentEvent> abandon(Refund c) {
    return accepted(new Voided(Optional.empty(), c.reason(), c.at()));
  }

  private static Decision<PaymentEvent> approve(RecordApproval c) {
    return accepted(new ChargeApproved(c.at()));
  }

  private static Decision<PaymentEvent> decline(RecordDecline c) {
    return accepted(new ChargeDeclined(c.reason(), c.at()));
  }

  private static Decision<PaymentEvent> cancel(Abandon c) {
    return accepted(new RefundRequested(c.reason(), c.at()));
  }

  private static Decision<PaymentEvent> cancel(Refund c) {
    return accepted(new RefundRequested(c.reason(), c.at()));
  }

  /** A provider must not report both; if it does, the money must not stay with us. */
  private static Decision<PaymentEvent> contradicted(RecordApproval c) {
    return accepted(new RefundRequested(APPROVED_AFTER_DECLINE, c.at()));
  }

  private static Decision<PaymentEvent> refunded(RecordRefund c) {
    return accepted(new Refunded(c.at()));
  }

  private static Decision<PaymentEvent> park(ParkRefund c) {
    return accepted(new RefundParked(c.reason(), c.at()));
  }

  private static Decision<PaymentEvent> retry(RetryRefund c) {
    return accepted(new RefundRetried(c.at()));
  }

  private static Decision<PaymentEvent> settle(SettleRefund c) {
    return accepted(new RefundSettled(c.by(), c.at()));
  }

  private static String status(Payment now) {
    return now instanceof Existing existing ? existing.status().name() : "ABSENT";
  }

  @Override
  public Payment evolve(Payment now, PaymentEvent event) {
    if (now instanceof Absent s && event instanceof ChargeRequested e) return s.request(e);
    if (now instanceof Absent s && event instanceof Voided e) return s.abandon(e);
    if (now instanceof Requested s && event instanceof ChargeApproved e) return s.approve(e);
    if (now instanceof Requested s && event instanceof ChargeDeclined e) return s.decline(e);
    if (now instanceof Requested s && event instanceof RefundRequested e) return s.cancel(e);
    if (now instanceof Approved s && event instanceof RefundRequested e) return s.cancel(e);
    if (now instanceof Declined s && event instanceof RefundRequested e) return s.cancel(e);
    if (now instanceof Cancelling s && event instanceof Refunded e) return s.refund(e);
    if (now instanceof Cancelling s && event instanceof RefundParked e) return s.park(e);
    if (now instanceof Parked s && event instanceof Refunded e) return s.refund(e);
    if (now instanceof Parked s && event instanceof RefundRetried e) return s.retry(e);
    if (now instanceof Parked s && event instanceof RefundSettled e) return s.settle(e);
    throw new AssertionError("No evolution of " + now + " for " + event);
  }
}
