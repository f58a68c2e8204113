package insurancecontract.subscription.domain;

import static insurancecontract.subscription.domain.Decision.NO_NEWS;
import static insurancecontract.subscription.domain.Decision.accepted;
import static insurancecontract.subscription.domain.Decision.refused;
import static insurancecontract.subscription.domain.SubscriptionStatus.CANCELLED;
import static insurancecontract.subscription.domain.SubscriptionStatus.CANCEL_REQUESTED;
import static insurancecontract.subscription.domain.SubscriptionStatus.CONTRACTED;
import static insurancecontract.subscription.domain.SubscriptionStatus.PAID;
import static insurancecontract.subscription.domain.SubscriptionStatus.PAYMENT_FAILED;
import static insurancecontract.subscription.domain.SubscriptionStatus.PENDING_PAYMENT;
import static insurancecontract.subscription.domain.SubscriptionStatus.REFUSED;
import static insurancecontract.subscription.domain.SubscriptionStatus.UNDERWRITING;
import static insurancecontract.subscription.domain.SubscriptionStatus.WITHDRAWN;
import static insurancecontract.subscription.domain.SubscriptionStatus.WITHDRAW_REQUESTED;

import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmRefund;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionCommand.Contract;
import insurancecontract.subscription.domain.SubscriptionCommand.Refuse;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import insurancecontract.subscription.domain.SubscriptionEvent.Abandoned;
import insurancecontract.subscription.domain.SubscriptionEvent.CancelRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Cancelled;
import insurancecontract.subscription.domain.SubscriptionEvent.Contracted;
import insurancecontract.subscription.domain.SubscriptionEvent.Created;
import insurancecontract.subscription.domain.SubscriptionEvent.Opened;
import insurancecontract.subscription.domain.SubscriptionEvent.Refused;
import insurancecontract.subscription.domain.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.subscription.domain.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.subscription.domain.SubscriptionEvent.Withdrawn;
import java.time.Instant;
import java.util.List;

/**
 * A customer's application, and the only arbiter of its fate: the others propose, {@link #decide}
 * disposes. A proposal that does not fit any more is no news, because the event that moved the
 * application on already tells its sender to undo what it did.
 *
 * @param id its number; 0 while none is given yet
 * @param version how many events it has seen
 * @param product what was applied for, as it was offered at that time
 * @param paymentId the payment that paid it, else null
 * @param underwritingId the case at the desk once an underwriter has it, else null
 * @param failure why it was given up unpaid, else null
 * @param reason why it was given up or refused, in the words of who said so, else null
 * @param contractedAt when the contract was concluded, else null
 * @param withdrawableUntil the last moment for withdrawing, fixed with the contract, else null
 */
public record Subscription(
    long id,
    long version,
    SubscriptionStatus status,
    String customerId,
    Product product,
    Instant createdAt,
    Long paymentId,
    Long underwritingId,
    PaymentFailure failure,
    String reason,
    Instant contractedAt,
    Instant withdrawableUntil) {

  private static final String UNKNOWN = "There is no such subscription.";

  /** The beginning of an application: recorded before its premium is asked for. */
  public static Subscription open(Opened event) {
    return new Subscription(
        event.subscriptionId(),
        1,
        PENDING_PAYMENT,
        event.customerId(),
        event.product(),
        event.at(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The answer to a command about an application that is not there. */
  public static Decision decideUnknown() {
    return refused(Reason.UNKNOWN_SUBSCRIPTION, UNKNOWN);
  }

  /** What a command leads to. Closed by default: what is not named here changes nothing. */
  public static Decision decide(Subscription now, SubscriptionCommand command) {
    if (command instanceof ConfirmPayment c) return confirmPayment(now, c);
    if (command instanceof Abandon c) return abandon(now, c);
    if (command instanceof ConfirmUnderwriter c) return confirmUnderwriter(now, c);
    if (command instanceof Contract c) return contract(now, c);
    if (command instanceof Refuse c) return refuse(now, c);
    if (command instanceof Cancel c) return cancel(now, c);
    if (command instanceof Withdraw c) return withdraw(now, c);
    if (command instanceof ConfirmRefund c) return confirmRefund(now, c);
    throw new AssertionError("No decision for " + command);
  }

  private static Decision confirmPayment(Subscription now, ConfirmPayment c) {
    return now.status == PENDING_PAYMENT
        ? accepted(new Created(now.id, c.paymentId(), c.at()))
        : NO_NEWS;
  }

  /** A paid application is never given up: whoever doubts the payment came too late. */
  private static Decision abandon(Subscription now, Abandon c) {
    if (now.status != PENDING_PAYMENT) return NO_NEWS;
    String reason = c.reason() == null ? c.failure().name() : c.reason();
    return accepted(new Abandoned(now.id, c.failure(), reason, c.at()));
  }

  private static Decision confirmUnderwriter(Subscription now, ConfirmUnderwriter c) {
    return now.status == PAID
        ? accepted(new UnderwriterConfirmed(now.id, c.underwritingId(), c.at()))
        : NO_NEWS;
  }

  private static Decision contract(Subscription now, Contract c) {
    Contracted contracted = new Contracted(now.id, c.at().plus(c.coolingOff()), c.at());
    // The decision implies the assignment, should that fact have been lost or overtaken.
    if (now.status == PAID) {
      return accepted(new UnderwriterConfirmed(now.id, c.underwritingId(), c.at()), contracted);
    }
    return now.isWithDesk(c.underwritingId()) ? accepted(contracted) : NO_NEWS;
  }

  private static Decision refuse(Subscription now, Refuse c) {
    Refused refused = new Refused(now.id, c.reason(), c.at());
    if (now.status == PAID) {
      return accepted(new UnderwriterConfirmed(now.id, c.underwritingId(), c.at()), refused);
    }
    return now.isWithDesk(c.underwritingId()) ? accepted(refused) : NO_NEWS;
  }

  /** A second case for the same application would be a fault elsewhere; the first one counts. */
  private boolean isWithDesk(long caseId) {
    return status == UNDERWRITING && underwritingId == caseId;
  }

  private static Decision cancel(Subscription now, Cancel c) {
    if (!now.isOf(c.customerId())) return decideUnknown();
    return switch (now.status) {
      case PAID -> accepted(new CancelRequested(now.id, c.at()));
      case CANCEL_REQUESTED, CANCELLED -> NO_NEWS;
      case PENDING_PAYMENT -> stillBeingPaid();
      case UNDERWRITING ->
          refused(
              Reason.UNDERWRITING_STARTED,
              "An underwriter already has this application, so it can no longer be cancelled.");
      case CONTRACTED -> alreadyContracted(now);
      case REFUSED -> alreadyRefused();
      case WITHDRAW_REQUESTED, WITHDRAWN ->
          refused(Reason.ALREADY_WITHDRAWN, "The contract has already been withdrawn from.");
      case PAYMENT_FAILED -> neverPaid();
    };
  }

  private static Decision withdraw(Subscription now, Withdraw c) {
    if (!now.isOf(c.customerId())) return decideUnknown();
    return switch (now.status) {
      case CONTRACTED -> withdrawContract(now, c);
      case WITHDRAW_REQUESTED, WITHDRAWN -> NO_NEWS;
      case PENDING_PAYMENT -> stillBeingPaid();
      case PAID ->
          refused(
              Reason.NOT_CONTRACTED,
              "There is no contract yet that could be withdrawn from; the application can still"
                  + " be cancelled.");
      case UNDERWRITING ->
          refused(
              Reason.NOT_CONTRACTED,
              "There is no contract yet that could be withdrawn from; an underwriter has the"
                  + " application.");
      case REFUSED -> alreadyRefused();
      case CANCEL_REQUESTED, CANCELLED ->
          refused(Reason.ALREADY_CANCELLED, "The application has already been cancelled.");
      case PAYMENT_FAILED -> neverPaid();
    };
  }

  private static Decision withdrawContract(Subscription now, Withdraw c) {
    if (c.at().isAfter(now.withdrawableUntil)) {
      return refused(
          Reason.WITHDRAWAL_PERIOD_OVER,
          "The contract could be withdrawn from until " + now.withdrawableUntil + ".");
    }
    return accepted(new WithdrawalRequested(now.id, c.at()));
  }

  private static Decision stillBeingPaid() {
    return refused(
        Reason.PAYMENT_PENDING, "The payment is still under way; please try again in a moment.");
  }

  private static Decision neverPaid() {
    return refused(
        Reason.PAYMENT_FAILED,
        "The payment did not succeed, so there is no application; nothing stays charged.");
  }

  private static Decision alreadyContracted(Subscription now) {
    return refused(
        Reason.ALREADY_CONTRACTED,
        "The contract is concluded, so the application can no longer be cancelled; the last moment"
            + " for withdrawing from the contract is "
            + now.withdrawableUntil
            + ".");
  }

  private static Decision alreadyRefused() {
    return refused(
        Reason.ALREADY_REFUSED, "The application was refused; the premium goes back anyway.");
  }

  private static Decision confirmRefund(Subscription now, ConfirmRefund c) {
    if (now.status == CANCEL_REQUESTED) return accepted(new Cancelled(now.id, c.at()));
    if (now.status == WITHDRAW_REQUESTED) return accepted(new Withdrawn(now.id, c.at()));
    return NO_NEWS;
  }

  /** What is true after an event. It already happened, so here it can no longer be refused. */
  public static Subscription evolve(Subscription now, SubscriptionEvent event) {
    if (event instanceof Opened e) return open(e);
    if (event instanceof Created e) return now.paid(e);
    if (event instanceof Abandoned e) return now.abandoned(e);
    if (event instanceof UnderwriterConfirmed e) return now.assigned(e);
    if (event instanceof CancelRequested) return now.moved(CANCEL_REQUESTED);
    if (event instanceof Cancelled) return now.moved(CANCELLED);
    if (event instanceof Contracted e) return now.contracted(e);
    if (event instanceof Refused e) return now.refusedFor(e);
    if (event instanceof WithdrawalRequested) return now.moved(WITHDRAW_REQUESTED);
    if (event instanceof Withdrawn) return now.moved(WITHDRAWN);
    throw new AssertionError("No evolution for " + event);
  }

  /** What a whole history leads to; it begins with {@link Opened}. */
  public static Subscription replay(List<? extends SubscriptionEvent> history) {
    Subscription now = null;
    for (SubscriptionEvent event : history) {
      now = evolve(now, event);
    }
    return now;
  }

  /** Whether this customer applied. */
  public boolean isOf(String customer) {
    return customerId.equals(customer);
  }

  /** The same application under its number. */
  public Subscription numbered(long number) {
    return new Subscription(
        number,
        version,
        status,
        customerId,
        product,
        createdAt,
        paymentId,
        underwritingId,
        failure,
        reason,
        contractedAt,
        withdrawableUntil);
  }

  /**
   * The application as it was at the moment it was paid. It is made of what never changes again, so
   * the first answer to a request can be given again however far the application has moved on.
   */
  public Subscription asPaid() {
    return new Subscription(
        id, 2, PAID, customerId, product, createdAt, paymentId, null, null, null, null, null);
  }

  private Subscription paid(Created e) {
    return after(PAID, e.paymentId(), underwritingId, failure, reason);
  }

  private Subscription abandoned(Abandoned e) {
    return after(PAYMENT_FAILED, paymentId, underwritingId, e.failure(), e.reason());
  }

  private Subscription assigned(UnderwriterConfirmed e) {
    return after(UNDERWRITING, paymentId, e.underwritingId(), failure, reason);
  }

  private Subscription refusedFor(Refused e) {
    return after(REFUSED, paymentId, underwritingId, failure, e.reason());
  }

  private Subscription moved(SubscriptionStatus next) {
    return after(next, paymentId, underwritingId, failure, reason);
  }

  private Subscription contracted(Contracted e) {
    return new Subscription(
        id,
        version + 1,
        CONTRACTED,
        customerId,
        product,
        createdAt,
        paymentId,
        underwritingId,
        failure,
        reason,
        e.at(),
        e.withdrawableUntil());
  }

  private Subscription after(
      SubscriptionStatus next,
      Long payment,
      Long underwriting,
      PaymentFailure why,
      String inWords) {
    return new Subscription(
        id,
        version + 1,
        next,
        customerId,
        product,
        createdAt,
        payment,
        underwriting,
        why,
        inWords,
        contractedAt,
        withdrawableUntil);
  }
}
