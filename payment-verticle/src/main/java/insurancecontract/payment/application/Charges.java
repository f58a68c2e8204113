package insurancecontract.payment.application;

import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Decision.Accepted;
import insurancecontract.chassis.decision.Decision.Refused;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Refusal;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentCommand.RecordApproval;
import insurancecontract.payment.domain.PaymentCommand.RecordDecline;
import insurancecontract.payment.domain.PaymentCommand.RequestCharge;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.payment.domain.RefusalReason;
import insurancecontract.payment.domain.Terms;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Charges: the request is stored, the provider called, the outcome stored and returned. A repeat
 * joins the charge in flight, or gets the stored outcome. When the provider fails, so does the
 * charge, and {@link UnfinishedWork} calls it again.
 *
 * <p>Belongs to one event loop.
 */
public final class Charges {
  private record InFlight(Terms terms, Future<ChargeAnswer> answer) {}

  private final Commands<Payment, PaymentCommand, PaymentEvent> commands;
  private final PaymentProvider provider;
  private final Supplier<WorkPace> pace;
  private final InstantSource clock;
  private final Map<Long, InFlight> inFlight = new HashMap<>();

  /** Charges through this provider. */
  public Charges(
      Commands<Payment, PaymentCommand, PaymentEvent> commands,
      PaymentProvider provider,
      Supplier<WorkPace> pace,
      InstantSource clock) {
    this.commands = commands;
    this.provider = provider;
    this.pace = pace;
    this.clock = clock;
  }

  /**
   * Charges once, however often it is requested. Fails with {@link ChargeRefused}, {@link
   * TooManyCharges}, {@link ProviderFailed}, or as the database does.
   */
  public Future<ChargeAnswer> charge(long subscriptionId, Terms terms, String traceparent) {
    InFlight first = inFlight.get(subscriptionId);
    if (first != null) return join(first, terms);
    int max = pace.get().chargesMax();
    if (inFlight.size() >= max) return Future.failedFuture(new TooManyCharges(max));

    Future<ChargeAnswer> answer = begin(subscriptionId, terms, traceparent);
    inFlight.put(subscriptionId, new InFlight(terms, answer));
    return answer.onComplete(ended -> inFlight.remove(subscriptionId));
  }

  /** Completes once every charge in flight has ended; never fails. */
  public Future<Void> drain() {
    Future<Void> all = Future.succeededFuture();
    for (InFlight charge : List.copyOf(inFlight.values())) {
      all = all.compose(before -> charge.answer().<Void>mapEmpty().otherwiseEmpty());
    }
    return all;
  }

  private static Future<ChargeAnswer> join(InFlight first, Terms terms) {
    return first.terms().equals(terms)
        ? first.answer().map(ChargeAnswer::asRepeated)
        : Future.failedFuture(
            new ChargeRefused(new Refusal(RefusalReason.AMOUNT_DIFFERS, Map.of())));
  }

  private Future<ChargeAnswer> begin(long subscriptionId, Terms terms, String traceparent) {
    return submit(new RequestCharge(subscriptionId, terms, clock.instant()), traceparent)
        .compose(handled -> proceed(handled, traceparent));
  }

  private Future<ChargeAnswer> proceed(Handled<Payment, PaymentEvent> request, String traceparent) {
    if (request.decision() instanceof Refused<PaymentEvent> refused) {
      return Future.failedFuture(new ChargeRefused(refused.refusal()));
    }
    boolean repeated = !(request.decision() instanceof Accepted);
    if (request.after() instanceof Requested requested) {
      return call(requested, traceparent)
          .map(handled -> ChargeAnswer.of(handled.after(), repeated));
    }
    return Future.succeededFuture(ChargeAnswer.of(request.after(), repeated));
  }

  /** Calls the provider for a requested charge and stores the outcome. */
  Future<Handled<Payment, PaymentEvent>> call(Requested requested, String traceparent) {
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

  private Future<Handled<Payment, PaymentEvent>> submit(
      PaymentCommand command, String traceparent) {
    return commands.submit(new Traced<>(command, traceparent));
  }
}
