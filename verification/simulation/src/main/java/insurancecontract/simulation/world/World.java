package insurancecontract.simulation.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What everything in a run shares: its time, its dice, its troubles and its trace. */
public final class World {
  private static final int SERVICES = Service.values().length;

  private static final List<Class<? extends RuntimeException>> MISTAKES =
      List.of(
          NullPointerException.class,
          ClassCastException.class,
          IllegalStateException.class,
          IllegalArgumentException.class,
          IndexOutOfBoundsException.class,
          UnsupportedOperationException.class,
          ConcurrentModificationException.class,
          ArithmeticException.class);

  private final Timeline timeline = new Timeline();
  private final Chance chance;
  private final Trace trace;
  private final int[] occasions = new int[Mishap.ALL.size() * SERVICES];
  private final Map<Integer, Map<Integer, Fault>> planned = new HashMap<>();
  private final Map<Mishap, Integer> met = new EnumMap<>(Mishap.class);
  private final List<String> bugs = new ArrayList<>();

  /** A world in which these troubles strike. */
  public World(Chance chance, Collection<Fault> faults, boolean traced) {
    this.chance = chance;
    this.trace = new Trace(timeline, traced);
    for (Fault fault : faults) {
      planned
          .computeIfAbsent(place(fault.mishap(), fault.service()), key -> new HashMap<>())
          .put(fault.nth(), fault);
    }
  }

  /** The time. */
  public Timeline timeline() {
    return timeline;
  }

  /** The dice. */
  public Chance chance() {
    return chance;
  }

  /** The trace. */
  public Trace trace() {
    return trace;
  }

  /** An occasion for a mishap, which strikes if the plan says so. */
  public Optional<Fault> meet(Mishap mishap, Service service) {
    int place = place(mishap, service);
    int nth = occasions[place]++;
    Map<Integer, Fault> here = planned.get(place);
    Fault fault = here == null ? null : here.get(nth);
    if (fault == null) return Optional.empty();
    struck(fault);
    return Optional.of(fault);
  }

  /** Notes that a fault struck. */
  public void struck(Fault fault) {
    met.merge(fault.mishap(), 1, Integer::sum);
    trace.tell(() -> "* " + fault);
  }

  /** How often each kind of trouble struck. */
  public Map<Mishap, Integer> met() {
    return met;
  }

  /** A service has failed: an exception that only a mistake in the code can throw is a bug. */
  public void failed(Throwable cause) {
    if (cause instanceof Error || MISTAKES.stream().anyMatch(it -> it.isInstance(cause))) {
      bugs.add("a service failed with " + cause);
    }
  }

  /** The failures that only a mistake in the code can explain. */
  public List<String> bugs() {
    return bugs;
  }

  /** A place in an array of one run; nothing is kept by it. */
  @SuppressWarnings("EnumOrdinal")
  private static int place(Mishap mishap, Service service) {
    return mishap.ordinal() * SERVICES + service.ordinal();
  }
}
