package insurancecontract.underwriting.domain;

import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What must be loaded before the desk can decide a batch of commands.
 *
 * @param underwritingIds cases named by their own ids
 * @param subscriptionIds cases named by their applications; each application without a case takes
 *     one new id
 * @param roomMade upper bound of the room that the commands make
 */
public record Concern(
    NavigableSet<Long> underwritingIds, NavigableSet<Long> subscriptionIds, long roomMade) {

  /** What these commands are about. */
  public static Concern of(List<? extends CaseCommand> commands) {
    NavigableSet<Long> underwritingIds = new TreeSet<>();
    NavigableSet<Long> subscriptionIds = new TreeSet<>();
    for (CaseCommand command : commands) {
      if (command instanceof CaseCommand.ById c) underwritingIds.add(c.underwritingId());
      if (command instanceof CaseCommand.ByApplication c) subscriptionIds.add(c.subscriptionId());
    }
    // Each command removes at most one case from a desk.
    return new Concern(underwritingIds, subscriptionIds, commands.size());
  }

  /** What these commands are about; a new capacity may be free as a whole. */
  public static Concern ofStaff(List<? extends StaffCommand> commands) {
    return new Concern(
        new TreeSet<>(),
        new TreeSet<>(),
        commands.stream().mapToLong(StaffCommand::capacity).sum());
  }

  /** How many of the oldest waiting cases can be assigned at most: no others are needed. */
  public int waitingWanted(Collection<Underwriter> underwriters) {
    long room = roomMade;
    for (Underwriter underwriter : underwriters) {
      room += underwriter.room();
    }
    return (int) Math.min(room, Integer.MAX_VALUE);
  }
}
