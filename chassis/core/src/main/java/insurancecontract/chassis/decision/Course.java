package insurancecontract.chassis.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** One state through a batch of commands: each is decided on what the ones before it left. */
public final class Course<S, C, E> {
  private final Decider<S, C, E> decider;
  private final S before;
  private final List<Recorded<S, E>> recorded = new ArrayList<>();
  private S now;

  /** Begins with this state. */
  public Course(Decider<S, C, E> decider, S before) {
    this.decider = decider;
    this.before = Objects.requireNonNull(before);
    this.now = before;
  }

  /** The state that the commands so far led to. */
  public S now() {
    return now;
  }

  /** Decides, and moves on by the events. */
  public Handled<S, E> decide(Traced<C> command) {
    Decision<E> decision = decider.decide(now, command.value());
    for (E event : decision.events()) {
      now = decider.evolve(now, event);
      recorded.add(new Recorded<>(event, now, command.traceparent()));
    }
    return new Handled<>(decision, now);
  }

  /** Whether anything happened. */
  public boolean hasChanged() {
    return !recorded.isEmpty();
  }

  /** What happened; only when something did. */
  public Change<S, E> change() {
    return new Change<>(before, recorded);
  }
}
