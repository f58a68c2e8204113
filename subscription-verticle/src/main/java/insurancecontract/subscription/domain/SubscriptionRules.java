package insurancecontract.subscription.domain;

import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.chassis.decision.Decision.unchanged;
import static insurancecontract.subscription.domain.Reason.ALREADY_CANCELLED;
import static insurancecontract.subscription.domain.Reason.ALREADY_REFUSED;
import static insurancecontract.subscription.domain.Reason.ALREADY_WITHDRAWN;
import static insurancecontract.subscription.domain.Reason.NOT_CONTRACTED;
import static insurancecontract.subscription.domain.Reason.PAYMENT_FAILED;
import static insurancecontract.subscription.domain.Reason.PAYMENT_PENDING;
import static insurancecontract.subscription.domain.Reason.UNDERWRITING_STARTED;
import static insurancecontract.subscription.domain.Reason.UNKNOWN_SUBSCRIPTION;

import insurancecontract.chassis.decision.Decider;
import insurancecontract.chassis.decision.Decision;
import insurancecontract.subscription.domain.Subscription.CancelRequested;
import insurancecontract.subscription.domain.Subscription.Cancelled;
import insurancecontract.subscription.domain.Subscription.Contracted;
import insurancecontract.subscription.domain.Subscription.Paid;
import insurancecontract.subscription.domain.Subscription.PaymentFailed;
import insurancecontract.subscription.domain.Subscription.PendingPayment;
import insurancecontract.subscription.domain.Subscription.Refused;
import insurancecontract.subscription.domain.Subscription.Underwriting;
import insurancecontract.subscription.domain.Subscription.WithdrawRequested;
import insurancecontract.subscription.domain.Subscription.Withdrawn;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import insurancecontract.subscription.domain.SubscriptionCommand.Cancel;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmPayment;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmRefund;
import insurancecontract.subscription.domain.SubscriptionCommand.ConfirmUnderwriter;
import insurancecontract.subscription.domain.SubscriptionCommand.Contract;
import insurancecontract.subscription.domain.SubscriptionCommand.FromCustomer;
import insurancecontract.subscription.domain.SubscriptionCommand.Refuse;
import insurancecontract.subscription.domain.SubscriptionCommand.Withdraw;
import insurancecontract.subscription.domain.SubscriptionEvent.Abandoned;
import insurancecontract.subscription.domain.SubscriptionEvent.Created;
import insurancecontract.subscription.domain.SubscriptionEvent.Opened;
import insurancecontract.subscription.domain.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.subscription.domain.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.subscription.domain.SubscriptionState.Absent;

/**
 * The arbiter of every application: other services and customers propose, this decides.
 *
 * <p>A proposal of another service that no longer fits is a no-op: the event that moved the
 * application on already makes its sender undo the work. A customer is given the reason.
 */
public final class SubscriptionRules
    implements Decider<SubscriptionState, SubscriptionCommand, SubscriptionEvent> {

  @Override
  public Decision<SubscriptionEvent> decide(SubscriptionState now, SubscriptionCommand command) {
    if (!(now instanceof Subscription known)) return refused(UNKNOWN_SUBSCRIPTION);
    return command instanceof FromCustomer c ? answer(known, c) : judge(known, command);
  }

  /** The moves that other services propose, one line per legal pair of state and command. */
  private static Decision<SubscriptionEvent> judge(Subscription now, SubscriptionCommand command) {
    if (now instanceof PendingPayment s && command instanceof ConfirmPayment c) {
      return s.confirmPayment(c);
    }
    if (now instanceof PendingPayment s && command instanceof Abandon c) return s.abandon(c);
    if (now instanceof Paid s && command instanceof ConfirmUnderwriter c) {
      return s.confirmUnderwriter(c);
    }
    if (now instanceof Paid s && command instanceof Contract c) return s.contract(c);
    if (now instanceof Paid s && command instanceof Refuse c) return s.refuse(c);
    if (now instanceof Underwriting s && command instanceof Contract c) return s.contract(c);
    if (now instanceof Underwriting s && command instanceof Refuse c) return s.refuse(c);
    if (now instanceof CancelRequested s && command instanceof ConfirmRefund c) {
      return s.confirmRefund(c);
    }
    if (now instanceof WithdrawRequested s && command instanceof ConfirmRefund c) {
      return s.confirmRefund(c);
    }
    return unchanged();
  }

  /** Another customer's application is as unknown as one that does not exist. */
  private static Decision<SubscriptionEvent> answer(Subscription now, FromCustomer command) {
    if (!now.isOf(command.customerId())) return refused(UNKNOWN_SUBSCRIPTION);
    if (command instanceof Cancel c) return cancel(now, c);
    if (command instanceof Withdraw c) return withdraw(now, c);
    throw new AssertionError("No decision for " + command);
  }

  private static Decision<SubscriptionEvent> cancel(Subscription now, Cancel c) {
    if (now instanceof PendingPayment) return refused(PAYMENT_PENDING);
    if (now instanceof PaymentFailed) return refused(PAYMENT_FAILED);
    if (now instanceof Paid s) return s.cancel(c);
    if (now instanceof CancelRequested || now instanceof Cancelled) return unchanged();
    if (now instanceof Underwriting) return refused(UNDERWRITING_STARTED);
    if (now instanceof Refused) return refused(ALREADY_REFUSED);
    if (now instanceof Contracted s) return s.refuseToCancel();
    if (now instanceof WithdrawRequested || now instanceof Withdrawn) {
      return refused(ALREADY_WITHDRAWN);
    }
    throw new AssertionError("No decision on cancelling " + now);
  }

  private static Decision<SubscriptionEvent> withdraw(Subscription now, Withdraw c) {
    if (now instanceof PendingPayment) return refused(PAYMENT_PENDING);
    if (now instanceof PaymentFailed) return refused(PAYMENT_FAILED);
    if (now instanceof Paid || now instanceof Underwriting) return refused(NOT_CONTRACTED);
    if (now instanceof CancelRequested || now instanceof Cancelled) {
      return refused(ALREADY_CANCELLED);
    }
    if (now instanceof Refused) return refused(ALREADY_REFUSED);
    if (now instanceof Contracted s) return s.withdraw(c);
    if (now instanceof WithdrawRequested || now instanceof Withdrawn) return unchanged();
    throw new AssertionError("No decision on withdrawing from " + now);
  }

  @Override
  public Subscription evolve(SubscriptionState now, SubscriptionEvent event) {
    if (now instanceof Absent && event instanceof Opened e) return Subscription.open(e);
    if (now instanceof PendingPayment s && event instanceof Created e) return s.after(e);
    if (now instanceof PendingPayment s && event instanceof Abandoned e) return s.after(e);
    if (now instanceof Paid s && event instanceof UnderwriterConfirmed e) return s.after(e);
    if (now instanceof Paid s && event instanceof SubscriptionEvent.CancelRequested e) {
      return s.after(e);
    }
    if (now instanceof Underwriting s && event instanceof SubscriptionEvent.Contracted e) {
      return s.after(e);
    }
    if (now instanceof Underwriting s && event instanceof SubscriptionEvent.Refused e) {
      return s.after(e);
    }
    if (now instanceof Contracted s && event instanceof WithdrawalRequested e) return s.after(e);
    if (now instanceof CancelRequested s && event instanceof SubscriptionEvent.Cancelled e) {
      return s.after(e);
    }
    if (now instanceof WithdrawRequested s && event instanceof SubscriptionEvent.Withdrawn e) {
      return s.after(e);
    }
    throw new AssertionError("No evolution of " + now + " by " + event);
  }
}
