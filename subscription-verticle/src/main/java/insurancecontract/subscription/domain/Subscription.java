package insurancecontract.subscription.domain;

import static insurancecontract.chassis.decision.Decision.accepted;
import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.chassis.decision.Decision.unchanged;
import static insurancecontract.subscription.domain.Reason.ALREADY_CONTRACTED;
import static insurancecontract.subscription.domain.Reason.WITHDRAWAL_PERIOD_OVER;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmRefund;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionCommand.Contract;
import insurancecontract.subscription.domain.SubscriptionCommand.Refuse;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import java.time.Instant;

/**
 * A customer's application. Each state holds only what is true in it and has only the moves that it
 * allows: nobody can withdraw from what is no contract.
 */
public sealed interface Subscription extends SubscriptionState {
  /** What every state has in common. */
  Header header();

  /** The state's published name. */
  SubscriptionStatus status();

  /** A state that a payment has led to. */
  sealed interface HasPayment extends Subscription {
    /** The payment that paid it. */
    long paymentId();

    /**
     * The application as it was when it was paid. None of this ever changes, so a repeated request
     * gets its first answer however far the application has moved on.
     */
    default Paid asPaid() {
      return new Paid(header().paid(), paymentId());
    }
  }

  /** A state after an underwriter was assigned. */
  sealed interface HasCase extends HasPayment {
    /** The case at the underwriting desk. */
    long underwritingId();
  }

  /** A state after the contract was concluded. */
  sealed interface HasContract extends HasCase {
    /** Since when, and how long it may be withdrawn from. */
    ContractTerms terms();
  }

  /** A state that somebody gave a reason for. */
  sealed interface HasReason extends Subscription {
    /** The reason, in the words of the service or person that gave it. */
    String reason();
  }

  /** Recorded before its premium is charged; not an application to anyone else yet. */
  record PendingPayment(Header header) implements Subscription {
    Decision<SubscriptionEvent> confirmPayment(ConfirmPayment c) {
      return accepted(new SubscriptionEvent.Created(id(), c.paymentId(), c.at()));
    }

    Decision<SubscriptionEvent> abandon(Abandon c) {
      String reason = c.reason() == null ? c.failure().name() : c.reason();
      return accepted(new SubscriptionEvent.Abandoned(id(), c.failure(), reason, c.at()));
    }

    Paid after(SubscriptionEvent.Created e) {
      return new Paid(header.next(), e.paymentId());
    }

    PaymentFailed after(SubscriptionEvent.Abandoned e) {
      return new PaymentFailed(header.next(), e.failure(), e.reason());
    }

    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.PENDING_PAYMENT;
    }
  }

  /** The first premium is paid; waiting for an underwriter. */
  record Paid(Header header, long paymentId) implements HasPayment {
    Decision<SubscriptionEvent> confirmUnderwriter(ConfirmUnderwriter c) {
      return accepted(confirmed(c.underwritingId(), c.at()));
    }

    /** The decision implies the assignment, should that event have been lost or overtaken. */
    Decision<SubscriptionEvent> contract(Contract c) {
      return accepted(confirmed(c.underwritingId(), c.at()), contracted(id(), c));
    }

    /** Implies the assignment, too. */
    Decision<SubscriptionEvent> refuse(Refuse c) {
      return accepted(confirmed(c.underwritingId(), c.at()), refusedBy(id(), c));
    }

    Decision<SubscriptionEvent> cancel(Cancel c) {
      return accepted(new SubscriptionEvent.CancelRequested(id(), c.at()));
    }

    private SubscriptionEvent confirmed(long underwritingId, Instant at) {
      return new SubscriptionEvent.UnderwriterConfirmed(id(), underwritingId, at);
    }

    Underwriting after(SubscriptionEvent.UnderwriterConfirmed e) {
      return new Underwriting(header.next(), paymentId, e.underwritingId());
    }

    CancelRequested after(SubscriptionEvent.CancelRequested e) {
      return new CancelRequested(header.next(), paymentId);
    }

    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.PAID;
    }
  }

  /** An underwriter has the case, so it can no longer be cancelled. */
  record Underwriting(Header header, long paymentId, long underwritingId) implements HasCase {
    Decision<SubscriptionEvent> contract(Contract c) {
      return isCase(c.underwritingId()) ? accepted(contracted(id(), c)) : unchanged();
    }

    Decision<SubscriptionEvent> refuse(Refuse c) {
      return isCase(c.underwritingId()) ? accepted(refusedBy(id(), c)) : unchanged();
    }

    /** A second case for one application would be a fault of the desk; the first one counts. */
    private boolean isCase(long caseId) {
      return underwritingId == caseId;
    }

    Contracted after(SubscriptionEvent.Contracted e) {
      var terms = new ContractTerms(e.at(), e.withdrawableUntil());
      return new Contracted(header.next(), paymentId, underwritingId, terms);
    }

    Refused after(SubscriptionEvent.Refused e) {
      return new Refused(header.next(), paymentId, underwritingId, e.reason());
    }

    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.UNDERWRITING;
    }
  }

  /** The contract is concluded; for some days it may be withdrawn from. */
  record Contracted(Header header, long paymentId, long underwritingId, ContractTerms terms)
      implements HasContract {
    Decision<SubscriptionEvent> withdraw(Withdraw c) {
      return c.at().isAfter(terms.withdrawableUntil())
          ? refusedWithLastDay(WITHDRAWAL_PERIOD_OVER)
          : accepted(new SubscriptionEvent.WithdrawalRequested(id(), c.at()));
    }

    Decision<SubscriptionEvent> refuseToCancel() {
      return refusedWithLastDay(ALREADY_CONTRACTED);
    }

    private Decision<SubscriptionEvent> refusedWithLastDay(Reason reason) {
      return refused(reason, "withdrawableUntil", terms.withdrawableUntil());
    }

    WithdrawRequested after(SubscriptionEvent.WithdrawalRequested e) {
      return new WithdrawRequested(header.next(), paymentId, underwritingId, terms);
    }

    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.CONTRACTED;
    }
  }

  /** The underwriter refused; the premium goes back. Final. */
  record Refused(Header header, long paymentId, long underwritingId, String reason)
      implements HasCase, HasReason {
    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.REFUSED;
    }
  }

  /** The customer cancelled in time; the premium is on its way back. */
  record CancelRequested(Header header, long paymentId) implements HasPayment {
    Decision<SubscriptionEvent> confirmRefund(ConfirmRefund c) {
      return accepted(new SubscriptionEvent.Cancelled(id(), c.at()));
    }

    Cancelled after(SubscriptionEvent.Cancelled e) {
      return new Cancelled(header.next(), paymentId);
    }

    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.CANCEL_REQUESTED;
    }
  }

  /** Cancelled, and the premium is back. Final. */
  record Cancelled(Header header, long paymentId) implements HasPayment {
    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.CANCELLED;
    }
  }

  /** The customer withdrew in time; the premium is on its way back. */
  record WithdrawRequested(Header header, long paymentId, long underwritingId, ContractTerms terms)
      implements HasContract {
    Decision<SubscriptionEvent> confirmRefund(ConfirmRefund c) {
      return accepted(new SubscriptionEvent.Withdrawn(id(), c.at()));
    }

    Withdrawn after(SubscriptionEvent.Withdrawn e) {
      return new Withdrawn(header.next(), paymentId, underwritingId, terms);
    }

    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.WITHDRAW_REQUESTED;
    }
  }

  /** Withdrawn from, and the premium is back. Final. */
  record Withdrawn(Header header, long paymentId, long underwritingId, ContractTerms terms)
      implements HasContract {
    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.WITHDRAWN;
    }
  }

  /** Abandoned before it was paid; nothing stays charged. Final. */
  record PaymentFailed(Header header, PaymentFailure failure, String reason) implements HasReason {
    @Override
    public SubscriptionStatus status() {
      return SubscriptionStatus.PAYMENT_FAILED;
    }
  }

  /** The beginning of an application. */
  static PendingPayment open(SubscriptionEvent.Opened e) {
    return new PendingPayment(
        new Header(e.subscriptionId(), Header.OPENED, e.customerId(), e.product(), e.at()));
  }

  /** Its public number. */
  default long id() {
    return header().id();
  }

  /** How many events it has seen. */
  default long version() {
    return header().version();
  }

  /** Whether this customer applied. */
  default boolean isOf(String customer) {
    return header().customerId().equals(customer);
  }

  private static SubscriptionEvent contracted(long id, Contract c) {
    return new SubscriptionEvent.Contracted(id, c.coolingOff().lastMoment(c.at()), c.at());
  }

  private static SubscriptionEvent refusedBy(long id, Refuse c) {
    return new SubscriptionEvent.Refused(id, c.reason(), c.at());
  }
}
