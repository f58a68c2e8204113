package insurancecontract.payment;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.payment.adapter.http.RefundRepair;
import insurancecontract.payment.adapter.kafka.SubscriptionEventsListener;
import insurancecontract.payment.adapter.timer.ResumeTimer;
import insurancecontract.payment.application.Charges;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.PaymentService;
import insurancecontract.payment.application.Refunds;
import insurancecontract.payment.application.UnfinishedPayments;
import insurancecontract.payment.application.UnfinishedWork;
import insurancecontract.payment.application.WorkPace;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.Payment.Cancelling;
import insurancecontract.payment.domain.Payment.Requested;
import insurancecontract.payment.domain.PaymentCommand;
import insurancecontract.payment.domain.PaymentEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/** Payment on its ports, wired in the same way for the service, the simulator and tests. */
public final class PaymentWiring {
  /** What payment needs from outside. */
  public record Ports(
      Aggregates<Payment, PaymentEvent> payments,
      UnfinishedPayments unfinished,
      PaymentProvider provider,
      InstantSource clock,
      Supplier<WorkPace> pace) {}

  private final InstantSource clock;
  private final PaymentService service;
  private final Batcher<Traced<PaymentCommand>, Handled<Payment, PaymentEvent>> batcher;
  private final Charges charges;
  private final UnfinishedWork<Requested> chargesInDoubt;
  private final UnfinishedWork<Cancelling> refunds;

  /** Wires payment to these ports, with these limits on the group commit. */
  public PaymentWiring(Ports ports, Batcher.Limits limits) {
    clock = ports.clock();
    service = new PaymentService(ports.payments(), ports.pace(), this::wakeRefunds);
    batcher = new Batcher<>("payment commands", limits, Postgres::isTransient, service::handle);
    charges = new Charges(batcher::submit, ports.provider(), ports.pace(), clock);
    chargesInDoubt = UnfinishedWork.charges(ports.unfinished(), charges, ports.pace(), clock);
    refunds =
        UnfinishedWork.refunds(
            ports.unfinished(),
            new Refunds(batcher::submit, ports.provider(), ports.pace(), clock),
            ports.pace(),
            clock);
  }

  private void wakeRefunds() {
    refunds.wake();
  }

  /** Decides one command; those that arrive together share a transaction. */
  public Future<Handled<Payment, PaymentEvent>> submit(Traced<PaymentCommand> command) {
    return batcher.submit(command);
  }

  /** Decides commands in one transaction. */
  public Future<List<Handled<Payment, PaymentEvent>>> handle(
      List<Traced<PaymentCommand>> commands) {
    return service.handle(commands);
  }

  /** The charges. */
  public Charges charges() {
    return charges;
  }

  /** The work of calling the provider again for charges in doubt. */
  public UnfinishedWork<Requested> chargesInDoubt() {
    return chargesInDoubt;
  }

  /** The work of refunding. */
  public UnfinishedWork<Cancelling> refunds() {
    return refunds;
  }

  /** Wakes all unfinished work. */
  public ResumeTimer timer(Vertx vertx, Supplier<Duration> every) {
    return new ResumeTimer(vertx, List.of(chargesInDoubt, refunds), every);
  }

  /** Listens to subscription events. */
  public EventHandler subscriptionEvents() {
    return new SubscriptionEventsListener(service, clock);
  }

  /** Repairs parked refunds. */
  public RefundRepair repair() {
    return new RefundRepair(this::submit, clock);
  }
}
