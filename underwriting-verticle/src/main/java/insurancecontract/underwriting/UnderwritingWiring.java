package insurancecontract.underwriting;

import insurancecontract.chassis.Batcher;
import insurancecontract.chassis.decision.Commands;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.contracts.Topics;
import insurancecontract.underwriting.adapter.kafka.SubscriptionEventsListener;
import insurancecontract.underwriting.application.UnderwritingRepository;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseEvent;
import insurancecontract.underwriting.domain.StaffCommand;
import insurancecontract.underwriting.domain.StaffEvent;
import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Builds the service from its ports, for the verticle, the simulation and tests alike. */
public final class UnderwritingWiring {
  private final Batcher.Limits limits;
  private final InstantSource clock;
  private final UnderwritingService service;

  /**
   * Wires the service.
   *
   * @param limits limits of the group commit, for cases and for underwriters alike
   */
  public UnderwritingWiring(
      UnderwritingRepository repository, Batcher.Limits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
    this.service = new UnderwritingService(repository);
  }

  /** The use cases. */
  public UnderwritingService service() {
    return service;
  }

  /** Batches single commands about cases; for one event loop. */
  public Commands<UnderwritingCase, CaseCommand, CaseEvent> commands() {
    var batcher =
        new Batcher<Traced<CaseCommand>, Handled<UnderwritingCase, CaseEvent>>(
            "underwriting commands", limits, Postgres::isTransient, service::handle);
    return batcher::submit;
  }

  /** Batches single commands about underwriters; for one event loop. */
  public Commands<Optional<Underwriter>, StaffCommand, StaffEvent> staffCommands() {
    var batcher =
        new Batcher<Traced<StaffCommand>, Handled<Optional<Underwriter>, StaffEvent>>(
            "underwriter commands", limits, Postgres::isTransient, service::handleStaff);
    return batcher::submit;
  }

  /** The listeners by the topics that they read. */
  public Map<String, EventHandler> listeners() {
    return Map.of(Topics.SUBSCRIPTION_EVENTS, new SubscriptionEventsListener(service, clock));
  }
}
