package insurancecontract.view.query;

import static insurancecontract.view.query.Progress.Step.APPLIED;
import static insurancecontract.view.query.Progress.Step.APPROVED;
import static insurancecontract.view.query.Progress.Step.ASSIGNED;
import static insurancecontract.view.query.Progress.Step.CANCELLED;
import static insurancecontract.view.query.Progress.Step.CONTRACTED;
import static insurancecontract.view.query.Progress.Step.DECIDED;
import static insurancecontract.view.query.Progress.Step.PAID;
import static insurancecontract.view.query.Progress.Step.PAYMENT_FAILED;
import static insurancecontract.view.query.Progress.Step.REFUNDED;
import static insurancecontract.view.query.Progress.Step.REFUSED;
import static insurancecontract.view.query.Progress.Step.WITHDRAWN;

import insurancecontract.contracts.Event;
import insurancecontract.contracts.EventTypes;
import insurancecontract.contracts.PaymentEvent.PaymentCancelled;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.contracts.SubscriptionEvent.CancelRequested;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionAbandoned;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionContracted;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionCreated;
import insurancecontract.contracts.SubscriptionEvent.SubscriptionRefused;
import insurancecontract.contracts.SubscriptionEvent.UnderwriterConfirmed;
import insurancecontract.contracts.SubscriptionEvent.WithdrawalRequested;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.contracts.UnderwritingEvent.UnderwritingApproved;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far an application has come. Steps are derived from statuses and events only here; pages
 * display them.
 *
 * @param steps all steps of this application, in order, as far as known
 * @param done how many of them are complete; the next one, if any, is in progress
 */
public record Progress(List<Step> steps, int done) {

  /** Constants are published: pages have a text for each. */
  public enum Step {
    APPLIED,
    PAID,
    ASSIGNED,
    DECIDED,
    APPROVED,
    REFUSED,
    CONTRACTED,
    CANCELLED,
    WITHDRAWN,
    REFUNDED,
    PAYMENT_FAILED
  }

  private static final List<Step> UNDECIDED = List.of(APPLIED, PAID, ASSIGNED, DECIDED, CONTRACTED);
  private static final List<Step> CONTRACT = List.of(APPLIED, PAID, ASSIGNED, APPROVED, CONTRACTED);
  private static final List<Step> REFUSAL = List.of(APPLIED, PAID, ASSIGNED, REFUSED, REFUNDED);
  private static final List<Step> CANCELLATION = List.of(APPLIED, PAID, CANCELLED, REFUNDED);
  private static final List<Step> WITHDRAWAL =
      List.of(APPLIED, PAID, ASSIGNED, APPROVED, CONTRACTED, WITHDRAWN, REFUNDED);
  private static final List<Step> FAILURE = List.of(APPLIED, PAYMENT_FAILED);

  /** The event that completes each step. The first step has none: the application starts there. */
  private static final Map<Class<? extends Event>, Step> COMPLETED_BY =
      Map.of(
          SubscriptionCreated.class, PAID,
          UnderwriterConfirmed.class, ASSIGNED,
          UnderwritingApproved.class, APPROVED,
          SubscriptionRefused.class, REFUSED,
          SubscriptionContracted.class, CONTRACTED,
          CancelRequested.class, CANCELLED,
          WithdrawalRequested.class, WITHDRAWN,
          PaymentCancelled.class, REFUNDED,
          SubscriptionAbandoned.class, PAYMENT_FAILED);

  /** Empty while the status is unknown, or belongs to a newer version. */
  static Optional<Progress> of(String subscriptionStatus, String paymentStatus) {
    boolean isRefunded = PaymentStatus.CANCELLED.name().equals(paymentStatus);
    return Arrays.stream(SubscriptionStatus.values())
        .filter(status -> status.name().equals(subscriptionStatus))
        .findFirst()
        .map(status -> of(status, isRefunded));
  }

  private static Progress of(SubscriptionStatus status, boolean isRefunded) {
    return switch (status) {
      case PENDING_PAYMENT -> new Progress(UNDECIDED, 1);
      case PAID -> new Progress(UNDECIDED, 2);
      case UNDERWRITING -> new Progress(UNDECIDED, 3);
      case CONTRACTED -> complete(CONTRACT);
      case REFUSED -> isRefunded ? complete(REFUSAL) : allButLast(REFUSAL);
      case CANCEL_REQUESTED -> allButLast(CANCELLATION);
      case CANCELLED -> complete(CANCELLATION);
      case WITHDRAW_REQUESTED -> allButLast(WITHDRAWAL);
      case WITHDRAWN -> complete(WITHDRAWAL);
      case PAYMENT_FAILED -> complete(FAILURE);
    };
  }

  private static Progress complete(List<Step> steps) {
    return new Progress(steps, steps.size());
  }

  private static Progress allButLast(List<Step> steps) {
    return new Progress(steps, steps.size() - 1);
  }

  /** The step that an event of this type completes, if any. */
  public static Optional<Step> completedBy(String eventType) {
    return EventTypes.named(eventType).map(COMPLETED_BY::get);
  }
}
