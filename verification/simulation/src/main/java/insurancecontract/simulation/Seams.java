package insurancecontract.simulation;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.LanePorts;
import insurancecontract.chassis.outbox.EventPublisher;
import insurancecontract.chassis.outbox.OutboxStore;
import insurancecontract.chassis.outbox.RelaySettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.payment.application.PaymentProvider;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentEvent;
import insurancecontract.simulation.events.Broker;
import insurancecontract.simulation.events.Consumer;
import insurancecontract.simulation.money.Ledger;
import insurancecontract.simulation.money.SimulatedProvider;
import insurancecontract.simulation.store.Database;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.World;
import insurancecontract.subscription.application.SubscriptionRepository;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import insurancecontract.underwriting.application.UnderwritingRepository;
import insurancecontract.view.projection.ViewRows;
import io.vertx.core.json.JsonObject;
import java.util.Map;

/**
 * Where the simulated world and the services' code meet. As it stands here every part keeps its
 * promise; the tests of the simulator exchange one part for one that does not, to see it caught.
 */
public class Seams {
  private static final RelaySettings RELAY =
      Settings.bind(
          new JsonObject().put("OUTBOX_BATCH_MAX", 20), "SIMULATION", RelaySettings::from);

  /** A service's database. */
  protected Database database(World world, Service service) {
    return new Database(world, service);
  }

  /** A process's connection to the outbox. */
  protected OutboxStore outbox(OutboxStore stored) {
    return stored;
  }

  /** A process's way to the broker. */
  protected EventPublisher publisher(EventPublisher publisher) {
    return publisher;
  }

  /** The limits of the relays. */
  protected RelaySettings relay() {
    return RELAY;
  }

  /** A process's consumer. */
  protected Consumer consumer(Replica process, Broker broker, Map<String, EventHandler> handlers) {
    return new Consumer(process, broker, handlers, this::lane);
  }

  /** What lies behind a lane of a process's consumer. */
  protected LanePorts lane(LanePorts ports) {
    return ports;
  }

  /** The provider as a process of payment reaches it. */
  protected PaymentProvider provider(Replica process, Ledger ledger) {
    return new SimulatedProvider(process, ledger);
  }

  /** The applications. */
  protected SubscriptionRepository subscriptions(SubscriptionRepository stored) {
    return stored;
  }

  /** The way of customers' commands to the subscription service. */
  protected Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands(
      SubscriptionRepository stored,
      Commands<SubscriptionState, SubscriptionCommand, SubscriptionEvent> commands) {
    return commands;
  }

  /** The payments. */
  protected Aggregates<Payment, PaymentEvent> payments(Aggregates<Payment, PaymentEvent> stored) {
    return stored;
  }

  /** The cases. */
  protected UnderwritingRepository cases(UnderwritingRepository stored) {
    return stored;
  }

  /** The view's rows. */
  protected ViewRows rows(ViewRows stored) {
    return stored;
  }

  /** Whether what a crash left behind is taken up by a timer. */
  protected boolean resumes() {
    return true;
  }

  /** Whether what was left unpaid is given up by a timer. */
  protected boolean sweeps() {
    return true;
  }
}
