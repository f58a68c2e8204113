package insurancecontract.simulation;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.Component;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.outbox.RelayLoop;
import insurancecontract.chassis.tracing.Tracing;
import insurancecontract.contracts.Topics;
import insurancecontract.payment.PaymentWiring;
import insurancecontract.payment.adapter.provider.BoundedProvider;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.application.WorkPace;
import insurancecontract.simulation.events.Broker;
import insurancecontract.simulation.events.SimulatedPublisher;
import insurancecontract.simulation.money.ChargeApi;
import insurancecontract.simulation.money.Ledger;
import insurancecontract.simulation.money.SimulatedPaymentCall;
import insurancecontract.simulation.people.ApplicationsApi;
import insurancecontract.simulation.people.Customers;
import insurancecontract.simulation.people.DeskApi;
import insurancecontract.simulation.people.RefundApi;
import insurancecontract.simulation.people.Underwriters;
import insurancecontract.simulation.store.CaseTables;
import insurancecontract.simulation.store.Database;
import insurancecontract.simulation.store.PaymentTables;
import insurancecontract.simulation.store.SimulatedCases;
import insurancecontract.simulation.store.SimulatedOutbox;
import insurancecontract.simulation.store.SimulatedPayments;
import insurancecontract.simulation.store.SimulatedSubscriptions;
import insurancecontract.simulation.store.SimulatedViewRows;
import insurancecontract.simulation.store.SubscriptionTables;
import insurancecontract.simulation.store.ViewTables;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.Timeline;
import insurancecontract.simulation.world.World;
import insurancecontract.subscription.SubscriptionPorts;
import insurancecontract.subscription.SubscriptionSettings;
import insurancecontract.subscription.SubscriptionWiring;
import insurancecontract.subscription.adapter.timer.HousekeepingTimer;
import insurancecontract.subscription.adapter.timer.VertxTimers;
import insurancecontract.subscription.application.ApplicationLimits;
import insurancecontract.subscription.domain.CoolingOff;
import insurancecontract.underwriting.UnderwritingWiring;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.view.adapter.kafka.FactsListener;
import insurancecontract.view.projection.Projector;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The four services, wired as their verticles wire them, with two processes each. A process that
 * dies restarts a little later from what is stored.
 */
final class SimulatedServices {
  private static final int REPLICAS = 2;
  private static final long RESTART_MICROS_MIN = 200_000;
  private static final long RESTART_MICROS_MAX = 6_000_000;

  private static final Batcher.Limits LIMITS = new Batcher.Limits(256, 2, 5_000);
  private static final SubscriptionSettings SUBSCRIPTION =
      new SubscriptionSettings(
          () -> Customers.PRODUCTS,
          () -> new CoolingOff(15, ZoneOffset.UTC),
          new ApplicationLimits(
              Duration.ofHours(24),
              Duration.ofSeconds(5),
              Duration.ofMillis(100),
              3,
              Duration.ofMillis(100)),
          Duration.ofSeconds(30),
          200,
          LIMITS);
  private static final WorkPace PACE =
      new WorkPace(
          1_000,
          256,
          Duration.ofMillis(4_000),
          Duration.ofMillis(500),
          Duration.ofSeconds(20),
          12,
          5);
  private static final Duration PROVIDER_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration RESUME_EVERY = Duration.ofSeconds(2);
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(5);

  private final World world;
  private final Timeline clock;
  private final Seams seams;
  private final Broker broker;
  private final Ledger ledger;
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final SubscriptionTables subscriptions = new SubscriptionTables();
  private final PaymentTables payments = new PaymentTables();
  private final CaseTables cases = new CaseTables();
  private final ViewTables views = new ViewTables();
  private final List<Replica> processes = new ArrayList<>();
  private final List<ApplicationsApi> applicationsApis = new ArrayList<>();
  private final List<ChargeApi> chargeApis = new ArrayList<>();
  private final List<RefundApi> refundApis = new ArrayList<>();
  private final List<DeskApi> deskApis = new ArrayList<>();
  private boolean breakerOpen;

  SimulatedServices(World world, Seams seams, int capacity) {
    this.world = world;
    this.clock = world.timeline();
    this.seams = seams;
    this.broker = new Broker(world);
    this.ledger = new Ledger(clock);
    for (Service service : Service.values()) {
      databases.put(service, seams.database(world, service));
    }
    Underwriters.IDS.forEach(
        id -> cases.enrol(new Underwriter(id, "underwriter-" + id, capacity, capacity, 0)));
  }

  void start() {
    for (Service service : Service.values()) {
      for (int replica = 1; replica <= REPLICAS; replica++) start(service, replica, 1);
    }
  }

  private void start(Service service, int replica, int life) {
    var process = new Replica(world, service, service.label() + "-" + replica + "." + life);
    processes.add(process);
    process.atDeath(
        () -> {
          processes.remove(process);
          long rest = world.chance().between(RESTART_MICROS_MIN, RESTART_MICROS_MAX);
          clock.after(rest, () -> start(service, replica, life + 1));
        });
    switch (service) {
      case SUBSCRIPTION -> subscription(process);
      case PAYMENT -> payment(process);
      case UNDERWRITING -> underwriting(process);
      case VIEW -> view(process);
    }
  }

  private void subscription(Replica process) {
    var repository =
        seams.subscriptions(new SimulatedSubscriptions(database(process), subscriptions, process));
    var wiring =
        new SubscriptionWiring(
            new SubscriptionPorts(
                repository,
                new SimulatedPaymentCall(process, () -> chargeApis, () -> breakerOpen),
                new VertxTimers(process.vertx()),
                clock,
                (command, handled) -> {}),
            SUBSCRIPTION);
    relay(process);
    if (seams.sweeps()) {
      begin(new HousekeepingTimer(process.vertx(), wiring.housekeeping(), SWEEP_EVERY));
    }
    listen(process, wiring.listeners());
    open(
        applicationsApis,
        process,
        new ApplicationsApi(
            process, wiring.applications(), seams.commands(repository, wiring.commands())));
  }

  private void payment(Replica process) {
    var stored = new SimulatedPayments(database(process), payments, process, PACE);
    PaymentProvider provider =
        new BoundedProvider(
            process.vertx(), seams.provider(process, ledger), () -> PROVIDER_TIMEOUT);
    var payment =
        new PaymentWiring(
            new PaymentWiring.Ports(seams.payments(stored), stored, provider, clock, () -> PACE),
            LIMITS);
    relay(process);
    if (seams.resumes()) begin(payment.timer(process.vertx(), () -> RESUME_EVERY));
    listen(process, Map.of(Topics.SUBSCRIPTION_EVENTS, payment.subscriptionEvents()));
    open(chargeApis, process, new ChargeApi(process, payment.charges()));
    open(refundApis, process, new RefundApi(process, payment::submit));
  }

  private void underwriting(Replica process) {
    var repository = seams.cases(new SimulatedCases(database(process), cases, process));
    var wiring = new UnderwritingWiring(repository, LIMITS, clock);
    relay(process);
    listen(process, wiring.listeners());
    open(deskApis, process, new DeskApi(process, wiring.commands()));
  }

  private void view(Replica process) {
    var rows = seams.rows(new SimulatedViewRows(database(process), views, process));
    var listener = new FactsListener(new Projector(rows, changed -> {}), Tracing.off());
    listen(
        process,
        Map.of(
            Topics.SUBSCRIPTION_EVENTS, listener,
            Topics.PAYMENT_EVENTS, listener,
            Topics.UNDERWRITING_EVENTS, listener));
  }

  /** Timers start at once. */
  private static void begin(Component timer) {
    if (!timer.start().succeeded()) throw new IllegalStateException("not started: " + timer);
  }

  private Database database(Replica process) {
    return databases.get(process.service());
  }

  private void relay(Replica process) {
    var relay =
        new RelayLoop(
            process.vertx(),
            process.service().label(),
            seams.outbox(new SimulatedOutbox(process, database(process))),
            seams.publisher(new SimulatedPublisher(process, broker)),
            seams.relay());
    process.whenCommitted(relay::committed);
    relay.start();
  }

  private void listen(Replica process, Map<String, EventHandler> handlers) {
    seams.consumer(process, broker, handlers).start();
  }

  /** Requests no longer reach a process that died. */
  private static <D> void open(List<D> apis, Replica process, D api) {
    apis.add(api);
    process.atDeath(() -> apis.remove(api));
  }

  /** Kills one of the service's processes. */
  void kill(Service service, int nth) {
    List<Replica> those = processes.stream().filter(it -> it.service() == service).toList();
    if (!those.isEmpty()) those.get(Math.floorMod(nth, those.size())).kill("by kill -9");
  }

  void breakerOpen(boolean now) {
    breakerOpen = now;
  }

  Broker broker() {
    return broker;
  }

  Database database(Service service) {
    return databases.get(service);
  }

  Ledger ledger() {
    return ledger;
  }

  SubscriptionTables subscriptions() {
    return subscriptions;
  }

  PaymentTables payments() {
    return payments;
  }

  CaseTables cases() {
    return cases;
  }

  ViewTables views() {
    return views;
  }

  List<ApplicationsApi> applicationsApis() {
    return applicationsApis;
  }

  List<RefundApi> refundApis() {
    return refundApis;
  }

  List<DeskApi> deskApis() {
    return deskApis;
  }
}
