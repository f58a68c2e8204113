package insurancecontract.underwriting.domain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** All cases and underwriters in memory; gives a batch only the part that it concerns. */
public final class WholeDesk {
  private final TreeMap<Long, UnderwritingCase> cases = new TreeMap<>();
  private final TreeMap<Long, Underwriter> staff = new TreeMap<>();
  private long lastId;

  /** The part that the commands concern, with new ids for the cases that are missing. */
  public DeskState part(Concern concern) {
    List<UnderwritingCase> named =
        cases.values().stream()
            .filter(
                each ->
                    concern.underwritingIds().contains(each.underwritingId())
                        || concern.subscriptionIds().contains(each.subscriptionId()))
            .toList();
    List<UnderwritingCase> waiting =
        cases.values().stream()
            .filter(each -> each.status() == CaseStatus.WAITING)
            .limit(concern.waitingWanted(underwriters()))
            .toList();
    long known =
        named.stream()
            .filter(each -> concern.subscriptionIds().contains(each.subscriptionId()))
            .count();
    List<Long> freshIds = new ArrayList<>();
    for (long i = known; i < concern.subscriptionIds().size(); i++) freshIds.add(++lastId);
    return new DeskState(underwriters(), named, waiting, freshIds);
  }

  /** Decides and stores. */
  public Ruling handle(List<DeskCommand> commands) {
    Ruling ruling = Desk.decide(part(Concern.of(commands)), commands);
    store(ruling.cases(), ruling.underwriters());
    return ruling;
  }

  /** Decides about one command and stores. */
  public Outcome handle(DeskCommand command) {
    return handle(List.of(command)).outcomes().get(0);
  }

  /** Keeps what changed. */
  public void store(List<UnderwritingCase> changed, List<Underwriter> changedStaff) {
    changed.forEach(each -> cases.put(each.underwritingId(), each));
    changedStaff.forEach(each -> staff.put(each.underwriterId(), each));
  }

  /** All cases by their ids. */
  public SortedMap<Long, UnderwritingCase> cases() {
    return cases;
  }

  /** One case. */
  public Optional<UnderwritingCase> find(long underwritingId) {
    return Optional.ofNullable(cases.get(underwritingId));
  }

  /** All underwriters by their ids, the load counted. */
  public List<Underwriter> underwriters() {
    return staff.values().stream()
        .map(each -> each.withLoad(load(each.underwriterId())))
        .sorted(Comparator.comparingLong(Underwriter::underwriterId))
        .toList();
  }

  private int load(long underwriterId) {
    return (int)
        cases.values().stream()
            .filter(each -> each.status() == CaseStatus.ASSIGNED && each.isOnDeskOf(underwriterId))
            .count();
  }
}
