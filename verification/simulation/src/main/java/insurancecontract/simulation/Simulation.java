package insurancecontract.simulation;

import insurancecontract.audit.Audit;
import insurancecontract.audit.Dossier;
import insurancecontract.audit.Invariant;
import insurancecontract.contracts.PaymentStatus;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.simulation.people.Answers;
import insurancecontract.simulation.people.Customers;
import insurancecontract.simulation.people.Operators;
import insurancecontract.simulation.people.Underwriters;
import insurancecontract.simulation.people.Wish;
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

/** One run of one plan, from the first customer until all is quiet, or until it never will be. */
public final class Simulation {
  private static final long STEP_MICROS = 1_000_000;

  /** Longer than every pause, lease, sweep and trouble together. */
  private static final int SECONDS_MAX = 300;

  private static final Set<SubscriptionStatus> TRANSIENT =
      EnumSet.of(
          SubscriptionStatus.PENDING_PAYMENT,
          SubscriptionStatus.CANCEL_REQUESTED,
          SubscriptionStatus.WITHDRAW_REQUESTED);

  private final Plan plan;
  private final World world;
  private final Platform platform;
  private final Answers answers = new Answers();
  private final Customers customers;
  private final Underwriters underwriters;
  private final Operators operators;

  private Simulation(Plan plan, Seams seams, World world) {
    this.plan = plan;
    this.world = world;
    this.platform = new Platform(world, seams, plan.capacity());
    this.customers = new Customers(world, platform::subscriptionDoors, answers);
    Map<String, Wish> byCustomer = new HashMap<>();
    plan.wishes().forEach(wish -> byCustomer.put(wish.customer(), wish));
    this.underwriters = new Underwriters(world, platform::deskDoors, this::desk, byCustomer);
    this.operators = new Operators(world, platform::moneyDoors, this::money);
  }

  /** Runs a plan; the same plan gives the same verdict each time. A run that throws has failed. */
  public static Verdict run(Plan plan, Seams seams, boolean traced) {
    var world = new World(new Chance(plan.dice()), plan.faults(), traced);
    try {
      return new Simulation(plan, seams, world).run();
    } catch (RuntimeException | Error thrown) {
      world.trace().tell(() -> "! " + thrown);
      return Verdict.thrown(plan, thrown, world);
    }
  }

  private Verdict run() {
    platform.start();
    new Troubles(world, platform).plan(plan.faults());
    plan.wishes().forEach(customers::expect);
    underwriters.look();
    operators.look();
    long last = plan.lastTrouble();
    for (int second = 0; second < SECONDS_MAX; second++) {
      world.timeline().pass(STEP_MICROS);
      if (world.timeline().micros() > last && quiet()) break;
    }
    var books = new Books(platform);
    var audit = new Audit();
    for (Dossier dossier : books.dossiers()) audit.add(dossier);
    List<String> broken = broken(audit, books);
    broken.forEach(each -> world.trace().tell(() -> "! " + each));
    return new Verdict(
        plan,
        platform.subscriptions().subscriptions().committed().size(),
        broken,
        checked(audit),
        world.met(),
        world.trace().lines());
  }

  private Collection<UnderwritingCase> desk() {
    return platform.cases().cases().committed().values();
  }

  private List<Existing> money() {
    return platform.payments().payments().committed().values().stream()
        .map(PaymentRow::payment)
        .toList();
  }

  /** Nothing is under way, and nothing waits for its time. */
  private boolean quiet() {
    return !customers.busy()
        && !underwriters.busy()
        && platform.broker().allRead()
        && databasesRest()
        && nobodyWaits();
  }

  private boolean databasesRest() {
    for (Service service : Service.values()) {
      if (!platform.database(service).outbox().isEmpty()) return false;
    }
    return true;
  }

  private boolean nobodyWaits() {
    return platform.subscriptions().subscriptions().committed().values().stream()
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
    platform.broker().deadLetters().forEach(letter -> broken.add("parked: " + letter));
    if (!platform.broker().allRead()) broken.add("events are not read to their end");
    if (!databasesRest()) broken.add("events are still in an outbox");
    if (customers.busy()) broken.add("a customer still waits for an answer");
    if (underwriters.busy()) broken.add("a case is still on a desk");
    if (!nobodyWaits()) broken.add("an application or a payment is still in a transient status");
    if (somebodyWaitsInVain()) broken.add("a case waits although there is room");
    return broken;
  }

  private boolean somebodyWaitsInVain() {
    long waiting = desk().stream().filter(it -> it instanceof UnderwritingCase.Waiting).count();
    long open = desk().stream().filter(it -> it instanceof UnderwritingCase.Assigned).count();
    return waiting > 0 && open < (long) plan.capacity() * Underwriters.IDS.size();
  }
}
