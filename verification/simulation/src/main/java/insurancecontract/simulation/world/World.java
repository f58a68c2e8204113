package insurancecontract.simulation.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What everything in a run shares: time, randomness, faults and trace. */
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
  private final int[] occasions = new int[FaultKind.ALL.size() * SERVICES];
  private final Map<Integer, Map<Integer, Fault>> planned = new HashMap<>();
  private final Map<FaultKind, Integer> injected = new EnumMap<>(FaultKind.class);
  private final List<String> bugs = new ArrayList<>();

  /** A world in which these faults strike. */
  public World(Chance chance, Collection<Fault> faults, boolean traced) {
    this.chance = chance;
    this.trace = new Trace(timeline, traced);
    for (Fault fault : faults) {
      planned
          .computeIfAbsent(place(fault.kind(), fault.service()), key -> new HashMap<>())
          .put(fault.nth(), fault);
    }
  }

  /** The time. */
  public Timeline timeline() {
    return timeline;
  }

  /** The source of randomness. */
  public Chance chance() {
    return chance;
  }

  /** The trace. */
  public Trace trace() {
    return trace;
  }

  /** Injects the fault that the plan has for this occasion, if any. */
  public Optional<Fault> inject(FaultKind kind, Service service) {
    int place = place(kind, service);
    int nth = occasions[place]++;
    Map<Integer, Fault> here = planned.get(place);
    Fault fault = here == null ? null : here.get(nth);
    if (fault == null) return Optional.empty();
    injected(fault);
    return Optional.of(fault);
  }

  /** Records that a fault struck. */
  public void injected(Fault fault) {
    injected.merge(fault.kind(), 1, Integer::sum);
    trace.add(() -> "* " + fault);
  }

  /** How often each kind of trouble struck. */
  public Map<FaultKind, Integer> injected() {
    return injected;
  }

  /** Records a service's failure: an exception that only a programming error throws is a bug. */
  public void failed(Throwable cause) {
    if (cause instanceof Error || MISTAKES.stream().anyMatch(it -> it.isInstance(cause))) {
      bugs.add("a service failed with " + cause);
    }
  }

  /** Failures caused by programming errors. */
  public List<String> bugs() {
    return bugs;
  }

  /** An index within one run; never stored. */
  @SuppressWarnings("EnumOrdinal")
  private static int place(FaultKind kind, Service service) {
    return kind.ordinal() * SERVICES + service.ordinal();
  }
}
