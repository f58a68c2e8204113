package insurancecontract.simulation.people;

import insurancecontract.chassis.decision.Traced;
import insurancecontract.simulation.world.Timeline;
import insurancecontract.simulation.world.World;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Assign;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.DecisionMaker;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.underwriting.domain.Viewer;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The people at the desk: they check it now and then, and decide as planned. */
public final class Underwriters {
  /** The two underwriters by their ids. */
  public static final List<Long> IDS = List.of(1L, 2L);

  private static final long LOOK_MICROS = 20_000;
  private static final DecisionMaker SUPERVISOR = new DecisionMaker("sue", new Viewer.Everything());

  private final World world;
  private final Timeline clock;
  private final Client<DeskApi> api;
  private final Supplier<Collection<UnderwritingCase>> desk;
  private final Map<String, Scenario> byCustomer;
  private final Set<Long> started = new HashSet<>();
  private int busy;

  /** Underwriters of this desk, who use these processes. */
  public Underwriters(
      World world,
      Supplier<List<DeskApi>> apis,
      Supplier<Collection<UnderwritingCase>> desk,
      Map<String, Scenario> byCustomer) {
    this.world = world;
    this.clock = world.timeline();
    this.api = new Client<>(world, apis, DeskApi::process);
    this.desk = desk;
    this.byCustomer = byCustomer;
  }

  /** Whether a case is assigned, or a command is in flight. */
  public boolean busy() {
    return busy > 0 || desk.get().stream().anyMatch(it -> it instanceof UnderwritingCase.Assigned);
  }

  /** Checks the desk, repeatedly. */
  public void look() {
    for (UnderwritingCase each : desk.get()) {
      if (each instanceof UnderwritingCase.Assigned && started.add(each.underwritingId())) {
        start(each);
      }
    }
    clock.after(LOOK_MICROS, this::look);
  }

  private void start(UnderwritingCase each) {
    Scenario scenario = byCustomer.get(each.application().orElseThrow().customerId());
    if (scenario.reassigned()) {
      long other = IDS.get(each.isOnDeskOf(IDS.get(0)) ? 1 : 0);
      send(new Assign(each.underwritingId(), other, clock.instant()), 3);
    }
    clock.after(scenario.decidedAfter() * 1_000L, () -> decide(scenario, each.underwritingId()));
    if (scenario.decidedTwice()) {
      clock.after(
          scenario.decidedAfter() * 1_000L + 3_000, () -> decide(scenario, each.underwritingId()));
    }
  }

  private void decide(Scenario scenario, long id) {
    CaseCommand command =
        scenario.approved()
            ? new Approve(id, SUPERVISOR, clock.instant())
            : new Refuse(id, SUPERVISOR, "too many risks", clock.instant());
    send(command, 1_000);
  }

  private void send(CaseCommand command, int tries) {
    busy++;
    world.trace().add(() -> "the desk: " + command);
    api.ask(it -> it.commands().submit(new Traced<>(command, null)))
        .onComplete(
            done -> {
              busy--;
              if (done.failed() && tries > 1) {
                busy++;
                clock.after(
                    300_000,
                    () -> {
                      busy--;
                      send(command, tries - 1);
                    });
              }
            });
  }
}
