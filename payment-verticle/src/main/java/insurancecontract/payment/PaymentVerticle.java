package insurancecontract.payment;

import insurancecontract.chassis.service.EventDrivenService;
import insurancecontract.chassis.settings.Live;
import insurancecontract.chassis.settings.SettingsSource;
import insurancecontract.contracts.Services;
import insurancecontract.contracts.Topics;
import insurancecontract.payment.adapter.call.ChargeEndpoint;
import insurancecontract.payment.adapter.call.ChargeRoute;
import insurancecontract.payment.adapter.http.PaymentRoutes;
import insurancecontract.payment.adapter.postgres.PgPaymentLookup;
import insurancecontract.payment.adapter.postgres.PgPaymentRepository;
import insurancecontract.payment.adapter.postgres.PgUnfinishedPayments;
import insurancecontract.payment.adapter.provider.Providers;
import insurancecontract.payment.application.Refunds;
import insurancecontract.payment.application.WorkPace;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The payment service, put together. */
public final class PaymentVerticle extends VerticleBase {
  private final SettingsSource settings;
  private EventDrivenService service;

  /** A service that reads these settings when it starts. */
  public PaymentVerticle(SettingsSource settings) {
    this.settings = settings;
  }

  @Override
  public Future<?> start() {
    service = new EventDrivenService(Services.PAYMENT, vertx, settings);
    Live<PaymentConfig> config = service.bind(PaymentConfig::from);
    return service.start(
        config.get().service(),
        config.get(),
        List.of(Topics.SUBSCRIPTION_EVENTS, Topics.PAYMENT_EVENTS),
        List.of("db/outbox", "db/payment"),
        parts -> list(parts, config));
  }

  private void list(EventDrivenService parts, Live<PaymentConfig> config) {
    Supplier<WorkPace> pace = () -> config.get().pace();
    var ports =
        new PaymentWiring.Ports(
            new PgPaymentRepository(parts.pool(), pace),
            new PgUnfinishedPayments(parts.pool()),
            Providers.open(vertx, parts.pool(), () -> config.get().provider()),
            // The database keeps microseconds, and nobody needs more than milliseconds.
            Clock.tickMillis(ZoneOffset.UTC),
            pace);
    var payment = new PaymentWiring(ports, config.get().commands());
    var charges = payment.charges();
    var routes = new PaymentRoutes(new PgPaymentLookup(parts.pool()));
    boolean onBus = config.get().busPublished();

    parts.parking().onRepair(Refunds.PARKED, payment.repair());
    parts.outbox();
    parts.part("unfinished work", payment.timer(vertx, () -> config.get().resumeEvery()));
    parts.events(Map.of(Topics.SUBSCRIPTION_EVENTS, payment.subscriptionEvents()));
    parts.http(new ChargeRoute(charges, PaymentRoutes.WORDS).andThen(routes));
    parts.beforeStop("charges in flight", charges::drain);
    parts.part("bus", new ChargeEndpoint(parts.context(), charges, PaymentRoutes.WORDS, onBus));
  }

  @Override
  public Future<?> stop() {
    return service.stop();
  }
}
