package insurancecontract.chassis.decision;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;

/**
 * Load, decide, store. Commands that arrive together share one transaction, whether they come from
 * people or from events; those about the same aggregate are decided in their order, each on what
 * the one before it left.
 */
public final class CommandService<S, C, E> {
  private final Decider<S, C, E> decider;
  private final ToLongFunction<C> idOf;
  private final Aggregates<S, E> aggregates;
  private final IntSupplier attemptsMax;

  /**
   * Decides about what is stored.
   *
   * @param idOf the aggregate that a command is about
   * @param attemptsMax how often commands are decided while other processes are faster, at least 1
   */
  public CommandService(
      Decider<S, C, E> decider,
      ToLongFunction<C> idOf,
      Aggregates<S, E> aggregates,
      IntSupplier attemptsMax) {
    this.decider = decider;
    this.idOf = idOf;
    this.aggregates = aggregates;
    this.attemptsMax = attemptsMax;
  }

  /** Decides the commands in one transaction: one outcome for each, in order, once stored. */
  public Future<List<Handled<S, E>>> handle(List<Traced<C>> commands) {
    return commands.isEmpty() ? Future.succeededFuture(List.of()) : attempt(commands, 1);
  }

  private Future<List<Handled<S, E>>> attempt(List<Traced<C>> commands, int attempt) {
    Collection<Long> ids = new TreeSet<>();
    commands.forEach(command -> ids.add(idOf.applyAsLong(command.value())));
    return aggregates
        .transact(ids, loaded -> decide(loaded, commands))
        .recover(
            cause ->
                cause instanceof StaleState && attempt < attemptsMax.getAsInt()
                    ? attempt(commands, attempt + 1)
                    : Future.failedFuture(cause));
  }

  private Changes<S, E, List<Handled<S, E>>> decide(Map<Long, S> loaded, List<Traced<C>> commands) {
    Map<Long, Course<S, C, E>> courses = new LinkedHashMap<>();
    List<Handled<S, E>> handled = new ArrayList<>(commands.size());
    for (Traced<C> command : commands) {
      long id = idOf.applyAsLong(command.value());
      handled.add(courses.computeIfAbsent(id, key -> course(loaded.get(key))).decide(command));
    }
    return new Changes<>(changes(courses.values()), List.copyOf(handled));
  }

  private Course<S, C, E> course(S before) {
    return new Course<>(decider, before);
  }

  private static <S, C, E> List<Change<S, E>> changes(Collection<Course<S, C, E>> courses) {
    List<Change<S, E>> changes = new ArrayList<>(courses.size());
    for (Course<S, C, E> course : courses) {
      if (course.hasChanged()) changes.add(course.change());
    }
    return changes;
  }
}
