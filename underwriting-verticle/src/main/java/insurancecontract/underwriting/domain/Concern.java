package insurancecontract.underwriting.domain;

import insurancecontract.underwriting.domain.DeskCommand.ApplicationCommand;
import insurancecontract.underwriting.domain.DeskCommand.CaseCommand;
import insurancecontract.underwriting.domain.DeskCommand.ChangeCapacity;
import insurancecontract.underwriting.domain.DeskCommand.Enrol;
import java.util.Collection;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * What the desk must know before it can decide about a batch of commands.
 *
 * @param underwritingIds the cases named by their ids
 * @param subscriptionIds the applications whose cases are named; one without a case gets one, so
 *     each of those takes a new id
 * @param roomMade how much room the commands can make at the most
 */
public record Concern(
    NavigableSet<Long> underwritingIds, NavigableSet<Long> subscriptionIds, long roomMade) {

  /** Gathers what these commands are about. */
  public static Concern of(List<? extends DeskCommand> commands) {
    NavigableSet<Long> underwritingIds = new TreeSet<>();
    NavigableSet<Long> subscriptionIds = new TreeSet<>();
    long roomMade = 0;
    for (DeskCommand command : commands) {
      if (command instanceof CaseCommand c) underwritingIds.add(c.underwritingId());
      if (command instanceof ApplicationCommand c) subscriptionIds.add(c.subscriptionId());
      roomMade += roomMadeBy(command);
    }
    return new Concern(underwritingIds, subscriptionIds, roomMade);
  }

  /** A case can leave one desk; a new capacity can be all free. */
  private static int roomMadeBy(DeskCommand command) {
    if (command instanceof ChangeCapacity c) return c.capacity();
    if (command instanceof Enrol c) return c.capacity();
    return 1;
  }

  /** How many of the oldest waiting cases can come to a desk: those, and no more, are needed. */
  public int waitingWanted(Collection<Underwriter> underwriters) {
    long room = roomMade;
    for (Underwriter underwriter : underwriters) {
      room += underwriter.room();
    }
    return (int) Math.min(room, Integer.MAX_VALUE);
  }
}
