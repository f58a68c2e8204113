package insurancecontract.payment.domain;

import insurancecontract.contracts.PaymentStatus;
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
import java.util.Optional;

/**
 * The one payment of a subscription's first premium. Each state holds only what is true in it and
 * offers only the moves that lead out of it; {@link PaymentRules} says which command makes which
 * move.
 */
public sealed interface Payment {
  /** The subscription; it has one payment. */
  long subscriptionId();

  /** The payment's own id. */
  long paymentId();

  /** Counts the events of this payment; 0 for an absent one. */
  long version();

  /**
   * No payment yet.
   *
   * @param paymentId the id that it would get
   */
  record Absent(long subscriptionId, long paymentId) implements Payment {
    @Override
    public long version() {
      return 0;
    }

    Requested request(ChargeRequested event) {
      return new Requested(first(event.at()), event.terms());
    }

    Tombstone abandon(Voided event) {
      return new Tombstone(first(event.at()), event.terms(), event.reason());
    }

    private Header first(Instant at) {
      return new Header(subscriptionId, paymentId, 1, at, at);
    }
  }

  /** What every existing payment has. */
  record Header(
      long subscriptionId, long paymentId, long version, Instant createdAt, Instant updatedAt) {
    private Header next(Instant at) {
      return new Header(subscriptionId, paymentId, version + 1, createdAt, at);
    }
  }

  /** Any state but {@link Absent}. */
  sealed interface Existing extends Payment {
    /** Its ids, version and times. */
    Header header();

    /** The state's published name; some states share one. */
    PaymentStatus status();

    /** Who pays how much; empty for a tombstone whose terms were never announced. */
    Optional<Terms> knownTerms();

    @Override
    default long subscriptionId() {
      return header().subscriptionId();
    }

    @Override
    default long paymentId() {
      return header().paymentId();
    }

    @Override
    default long version() {
      return header().version();
    }
  }

  /** A payment whose charge was requested. */
  sealed interface Charge extends Existing {
    /** Who pays how much. */
    Terms terms();

    @Override
    default Optional<Terms> knownTerms() {
      return Optional.of(terms());
    }
  }

  /** A payment whose premium is not charged, or is refunded. */
  sealed interface Unpaid extends Existing {
    /** Why. */
    String reason();
  }

  /** Stored before the provider is called: the charge may or may not have happened. */
  record Requested(Header header, Terms terms) implements Charge {
    @Override
    public PaymentStatus status() {
      return PaymentStatus.REQUESTED;
    }

    Approved approve(ChargeApproved event) {
      return new Approved(header.next(event.at()), terms);
    }

    Declined decline(ChargeDeclined event) {
      return new Declined(header.next(event.at()), terms, event.reason());
    }

    /** Also while in doubt: the provider's refund prevents a charge that is still to come. */
    Cancelling cancel(RefundRequested event) {
      return new Cancelling(header.next(event.at()), terms, event.reason());
    }
  }

  /** The premium is charged. */
  record Approved(Header header, Terms terms) implements Charge {
    @Override
    public PaymentStatus status() {
      return PaymentStatus.APPROVED;
    }

    Cancelling cancel(RefundRequested event) {
      return new Cancelling(header.next(event.at()), terms, event.reason());
    }
  }

  /** The provider did not charge. */
  record Declined(Header header, Terms terms, String reason) implements Charge, Unpaid {
    @Override
    public PaymentStatus status() {
      return PaymentStatus.DECLINED;
    }

    /** When the provider contradicts itself and reports an approval, too. */
    Cancelling cancel(RefundRequested event) {
      return new Cancelling(header.next(event.at()), terms, event.reason());
    }
  }

  /** The provider is being asked to refund, or to prevent the charge. */
  record Cancelling(Header header, Terms terms, String reason) implements Charge, Unpaid {
    @Override
    public PaymentStatus status() {
      return PaymentStatus.CANCELLING;
    }

    Cancelled refund(Refunded event) {
      return new Cancelled(header.next(event.at()), terms, reason, Optional.empty());
    }

    Parked park(RefundParked event) {
      return new Parked(header.next(event.at()), terms, reason, event.reason(), event.at());
    }
  }

  /**
   * The refund waits for an operator.
   *
   * @param parkedReason why the provider cannot do it
   */
  record Parked(Header header, Terms terms, String reason, String parkedReason, Instant parkedAt)
      implements Charge, Unpaid {
    @Override
    public PaymentStatus status() {
      return PaymentStatus.CANCELLING;
    }

    /** A call that was given up has gone through after all. */
    Cancelled refund(Refunded event) {
      return new Cancelled(header.next(event.at()), terms, reason, Optional.empty());
    }

    Cancelling retry(RefundRetried event) {
      return new Cancelling(header.next(event.at()), terms, reason);
    }

    Cancelled settle(RefundSettled event) {
      return new Cancelled(header.next(event.at()), terms, reason, Optional.of(event.by()));
    }
  }

  /**
   * Nothing is charged any more.
   *
   * @param settledBy the operator who refunded by hand; empty when the provider did
   */
  record Cancelled(Header header, Terms terms, String reason, Optional<String> settledBy)
      implements Charge, Unpaid {
    @Override
    public PaymentStatus status() {
      return PaymentStatus.CANCELLED;
    }
  }

  /** Abandoned before the charge was requested: a late request must not charge. */
  record Tombstone(Header header, Optional<Terms> knownTerms, String reason) implements Unpaid {
    @Override
    public PaymentStatus status() {
      return PaymentStatus.VOID;
    }
  }
}
