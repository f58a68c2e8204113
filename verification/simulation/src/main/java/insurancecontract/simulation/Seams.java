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
 * Where the simulated world and the services' code meet. Here every part is correct; the
 * simulator's own tests replace one with a faulty part and expect that to be caught.
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

  /** A process's publisher. */
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

  /** The ports of a consumer's lane. */
  protected LanePorts lane(LanePorts ports) {
    return ports;
  }

  /** The provider, as a payment process reaches it. */
  protected PaymentProvider provider(Replica process, Ledger ledger) {
    return new SimulatedProvider(process, ledger);
  }

  /** The applications. */
  protected SubscriptionRepository subscriptions(SubscriptionRepository stored) {
    return stored;
  }

  /** Takes customers' commands to the subscription service. */
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

  /** Whether a timer resumes work that a crash interrupted. */
  protected boolean resumes() {
    return true;
  }

  /** Whether a timer abandons unpaid applications. */
  protected boolean sweeps() {
    return true;
  }
}
