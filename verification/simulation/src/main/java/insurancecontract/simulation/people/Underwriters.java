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

/** The people at the desk: they look at it now and then, and decide as the plan has it. */
public final class Underwriters {
  /** The two underwriters by their ids. */
  public static final List<Long> IDS = List.of(1L, 2L);

  private static final long LOOK_MICROS = 20_000;
  private static final DecisionMaker SUPERVISOR = new DecisionMaker("sue", new Viewer.Everything());

  private final World world;
  private final Timeline clock;
  private final FrontDoor<DeskDoor> door;
  private final Supplier<Collection<UnderwritingCase>> desk;
  private final Map<String, Wish> byCustomer;
  private final Set<Long> takenUp = new HashSet<>();
  private int busy;

  /** People who look at this desk and go through these doors. */
  public Underwriters(
      World world,
      Supplier<List<DeskDoor>> doors,
      Supplier<Collection<UnderwritingCase>> desk,
      Map<String, Wish> byCustomer) {
    this.world = world;
    this.clock = world.timeline();
    this.door = new FrontDoor<>(world, doors, DeskDoor::process);
    this.desk = desk;
    this.byCustomer = byCustomer;
  }

  /** Whether a case is being worked on, or lies on a desk. */
  public boolean busy() {
    return busy > 0 || desk.get().stream().anyMatch(it -> it instanceof UnderwritingCase.Assigned);
  }

  /** Looks at the desk, again and again. */
  public void look() {
    for (UnderwritingCase each : desk.get()) {
      if (each instanceof UnderwritingCase.Assigned && takenUp.add(each.underwritingId())) {
        takeUp(each);
      }
    }
    clock.after(LOOK_MICROS, this::look);
  }

  private void takeUp(UnderwritingCase each) {
    Wish wish = byCustomer.get(each.application().orElseThrow().customerId());
    if (wish.reassigned()) {
      long other = IDS.get(each.isOnDeskOf(IDS.get(0)) ? 1 : 0);
      send(new Assign(each.underwritingId(), other, clock.instant()), 3);
    }
    clock.after(wish.decidedAfter() * 1_000L, () -> decide(wish, each.underwritingId()));
    if (wish.decidedTwice()) {
      clock.after(wish.decidedAfter() * 1_000L + 3_000, () -> decide(wish, each.underwritingId()));
    }
  }

  private void decide(Wish wish, long id) {
    CaseCommand command =
        wish.approved()
            ? new Approve(id, SUPERVISOR, clock.instant())
            : new Refuse(id, SUPERVISOR, "too many risks", clock.instant());
    send(command, 1_000);
  }

  private void send(CaseCommand command, int tries) {
    busy++;
    world.trace().tell(() -> "the desk: " + command);
    door.ask(it -> it.commands().submit(new Traced<>(command, null)))
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
