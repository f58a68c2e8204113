package insurancecontract.payment.application;

import insurancecontract.payment.domain.Decision;
import insurancecontract.payment.domain.Decision.Refused;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.RecordDecline;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentEvent.ChargeRequested;
import insurancecontract.payment.domain.PaymentStatus;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The question "please charge": written down, asked of the provider, the outcome written down,
 * answered. A repeat joins what is under way, or gets the answer that is on record. When the
 * provider fails, so does the question, and {@link UnfinishedWork} asks again.
 *
 * <p>Belongs to one event loop.
 */
public final class Charges {
  private record UnderWay(Terms terms, Future<ChargeAnswer> answer) {}

  private final Commands commands;
  private final PaymentProvider provider;
  private final Supplier<WorkPace> pace;
  private final InstantSource clock;
  private final Map<Long, UnderWay> underWay = new HashMap<>();

  /** Charges by this provider. */
  public Charges(
      Commands commands, PaymentProvider provider, Supplier<WorkPace> pace, InstantSource clock) {
    this.commands = commands;
    this.provider = provider;
    this.pace = pace;
    this.clock = clock;
  }

  /**
   * Charges once, however often it is asked. Fails with {@link ChargeRefused}, {@link
   * TooManyCharges}, {@link ProviderFailed}, or as the database does.
   */
  public Future<ChargeAnswer> charge(long subscriptionId, Terms terms, String traceparent) {
    UnderWay first = underWay.get(subscriptionId);
    if (first != null) return joined(first, terms);
    int max = pace.get().chargesMax();
    if (underWay.size() >= max) return Future.failedFuture(new TooManyCharges(max));

    Future<ChargeAnswer> answer = asked(subscriptionId, terms, traceparent);
    underWay.put(subscriptionId, new UnderWay(terms, answer));
    return answer.onComplete(ended -> underWay.remove(subscriptionId));
  }

  /** How many are under way at this moment. */
  public int underWay() {
    return underWay.size();
  }

  /** Completes once everything that is under way now has been answered; never fails. */
  public Future<Void> answered() {
    Future<Void> all = Future.succeededFuture();
    for (UnderWay charge : List.copyOf(underWay.values())) {
      all = all.compose(before -> charge.answer().<Void>mapEmpty().otherwiseEmpty());
    }
    return all;
  }

  private static Future<ChargeAnswer> joined(UnderWay first, Terms terms) {
    if (first.terms().equals(terms)) return first.answer().map(ChargeAnswer::again);
    return Future.failedFuture(
        new ChargeRefused(
            new Refused(
                Decision.Reason.AMOUNT_DIFFERS,
                "This subscription is being charged for another customer or amount.")));
  }

  private Future<ChargeAnswer> asked(long subscriptionId, Terms terms, String traceparent) {
    return submit(new RequestCharge(subscriptionId, terms, clock.instant()), traceparent)
        .compose(
            outcome ->
                outcome.decision() instanceof Refused refused
                    ? Future.failedFuture(new ChargeRefused(refused))
                    : settled(outcome, traceparent));
  }

  private Future<ChargeAnswer> settled(Outcome requested, String traceparent) {
    boolean repeated = !requested.brought(ChargeRequested.class);
    Payment payment = requested.payment();
    if (payment.status() != PaymentStatus.REQUESTED) {
      return Future.succeededFuture(ChargeAnswer.of(payment, repeated));
    }
    return chargeAndRecord(payment, traceparent)
        .map(outcome -> ChargeAnswer.of(outcome.payment(), repeated));
  }

  /** Asks the provider about a requested payment and writes down what it says. */
  Future<Outcome> chargeAndRecord(Payment requested, String traceparent) {
    Terms terms = requested.terms();
    return provider
        .charge(requested.subscriptionId(), terms.amount(), terms.currency())
        .compose(answer -> submit(record(requested.subscriptionId(), answer), traceparent));
  }

  private PaymentCommand record(long subscriptionId, ProviderAnswer answer) {
    return answer instanceof ProviderAnswer.Declined declined
        ? new RecordDecline(subscriptionId, declined.reason(), clock.instant())
        : new RecordApproval(subscriptionId, clock.instant());
  }

  private Future<Outcome> submit(PaymentCommand command, String traceparent) {
    return commands.submit(new Traced<>(command, traceparent));
  }
}
