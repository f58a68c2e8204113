package insurancecontract.simulation;

import insurancecontract.audit.Audit;
import insurancecontract.audit.Dossier;
import insurancecontract.audit.Invariant;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.simulation.people.Customers;
import insurancecontract.simulation.people.Operators;
import insurancecontract.simulation.people.Responses;
import insurancecontract.simulation.people.Scenario;
import insurancecontract.simulation.people.Underwriters;
import insurancecontract.simulation.store.PaymentTables.PaymentRow;
import insurancecontract.simulation.world.Chance;
import insurancecontract.simulation.world.Service;
import insurancecontract.simulation.world.World;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.underwriting.domain.UnderwritingCase;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One run of one plan, from the first customer until the system is quiet, or until the time limit.
 */
public final class Simulation {
  private static final long STEP_MICROS = 1_000_000;

  /** Longer than all pauses, leases, sweeps and faults together. */
  private static final int SECONDS_MAX = 300;

  private static final Set<SubscriptionStatus> TRANSIENT =
      EnumSet.of(
          SubscriptionStatus.PENDING_PAYMENT,
          SubscriptionStatus.CANCEL_REQUESTED,
          SubscriptionStatus.WITHDRAW_REQUESTED);

  private final Plan plan;
  private final World world;
  private final SimulatedServices services;
  private final Responses answers = new Responses();
  private final Customers customers;
  private final Underwriters underwriters;
  private final Operators operators;

  private Simulation(Plan plan, Seams seams, World world) {
    this.plan = plan;
    this.world = world;
    this.services = new SimulatedServices(world, seams, plan.capacity());
    this.customers = new Customers(world, services::applicationsApis, answers);
    Map<String, Scenario> byCustomer = new HashMap<>();
    plan.scenarios().forEach(scenario -> byCustomer.put(scenario.customer(), scenario));
    this.underwriters = new Underwriters(world, services::deskApis, this::desk, byCustomer);
    this.operators = new Operators(world, services::refundApis, this::money);
  }

  /** Runs a plan; the same plan always gives the same verdict. A run that throws has failed. */
  public static Verdict run(Plan plan, Seams seams, boolean traced) {
    var world = new World(new Chance(plan.dice()), plan.faults(), traced);
    try {
      return new Simulation(plan, seams, world).run();
    } catch (RuntimeException | Error thrown) {
      world.trace().add(() -> "! " + thrown);
      return Verdict.thrown(plan, thrown, world);
    }
  }

  private Verdict run() {
    services.start();
    new TimedFaults(world, services).plan(plan.faults());
    plan.scenarios().forEach(customers::expect);
    underwriters.look();
    operators.look();
    long last = plan.lastFaultEnd();
    for (int second = 0; second < SECONDS_MAX; second++) {
      world.timeline().advance(STEP_MICROS);
      if (world.timeline().micros() > last && quiet()) break;
    }
    var books = new Books(services);
    var audit = new Audit();
    for (Dossier dossier : books.dossiers()) audit.add(dossier);
    List<String> broken = broken(audit, books);
    broken.forEach(each -> world.trace().add(() -> "! " + each));
    return new Verdict(
        plan,
        services.subscriptions().subscriptions().committed().size(),
        broken,
        checked(audit),
        world.injected(),
        world.trace().lines());
  }

  private Collection<UnderwritingCase> desk() {
    return services.cases().cases().committed().values();
  }

  private List<Existing> money() {
    return services.payments().payments().committed().values().stream()
        .map(PaymentRow::payment)
        .toList();
  }

  /** Nothing is in flight, and no retry or deadline is pending. */
  private boolean quiet() {
    return !customers.busy()
        && !underwriters.busy()
        && services.broker().allRead()
        && outboxesEmpty()
        && nothingTransient();
  }

  private boolean outboxesEmpty() {
    for (Service service : Service.values()) {
      if (!services.database(service).outbox().isEmpty()) return false;
    }
    return true;
  }

  private boolean nothingTransient() {
    return services.subscriptions().subscriptions().committed().values().stream()
            .map(Subscription::status)
            .noneMatch(TRANSIENT::contains)
        && money().stream()
            .map(Existing::status)
            .noneMatch(it -> it == PaymentStatus.REQUESTED || it == PaymentStatus.CANCELLING);
  }

  private static Map<Invariant, Long> checked(Audit audit) {
    Map<Invariant, Long> checked = new EnumMap<>(Invariant.class);
    for (Invariant each : Invariant.values()) checked.put(each, audit.checked(each));
    return checked;
  }

  private List<String> broken(Audit audit, Books books) {
    List<String> broken = new ArrayList<>(world.bugs());
    broken.addAll(audit.findings());
    broken.addAll(answers.broken(books.subscriptions()));
    services.broker().deadLetters().forEach(letter -> broken.add("parked: " + letter));
    if (!services.broker().allRead()) broken.add("events are not fully consumed");
    if (!outboxesEmpty()) broken.add("events are still in an outbox");
    if (customers.busy()) broken.add("a customer still waits for an answer");
    if (underwriters.busy()) broken.add("a case is still open on a desk");
    if (!nothingTransient())
      broken.add("an application or a payment is still in a transient status");
    if (caseWaitsDespiteCapacity()) broken.add("a case waits although an underwriter has capacity");
    return broken;
  }

  private boolean caseWaitsDespiteCapacity() {
    long waiting = desk().stream().filter(it -> it instanceof UnderwritingCase.Waiting).count();
    long open = desk().stream().filter(it -> it instanceof UnderwritingCase.Assigned).count();
    return waiting > 0 && open < (long) plan.capacity() * Underwriters.IDS.size();
  }
}
