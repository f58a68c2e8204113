package insurancecontract.chassis.kafka;

import insurancecontract.chassis.decision.Traced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A listener as a table: which class of event leads to which command. Other events are ignored.
 *
 * @param <E> what all events of the published language are
 * @param <C> the commands
 */
public final class Reactions<E, C> {
  private final Function<Class<? extends E>, String> typeOf;
  private final Map<String, Function<InboundEvent, C>> byType = new HashMap<>();

  /**
   * An empty table.
   *
   * @param typeOf the published type of a class of event
   */
  public Reactions(Function<Class<? extends E>, String> typeOf) {
    this.typeOf = typeOf;
  }

  /** An event of this class leads to this command. */
  public <T extends E> Reactions<E, C> on(Class<T> event, Function<T, C> reaction) {
    Function<InboundEvent, C> before =
        byType.put(typeOf.apply(event), inbound -> reaction.apply(inbound.as(event)));
    if (before != null) throw new IllegalArgumentException("two reactions to " + event);
    return this;
  }

  /** The commands that a batch leads to, in its order, each with the trace of its event. */
  public List<Traced<C>> to(List<InboundEvent> batch) {
    List<Traced<C>> commands = new ArrayList<>(batch.size());
    for (InboundEvent event : batch) {
      Function<InboundEvent, C> reaction = byType.get(event.type());
      if (reaction != null) {
        commands.add(new Traced<>(reaction.apply(event), event.traceparent()));
      }
    }
    return commands;
  }
}
