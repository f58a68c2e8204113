package insurancecontract.simulation.people;

import insurancecontract.simulation.world.Chance;
import insurancecontract.simulation.world.Mishap;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The way of a request from outside to any living process of a service, and of its answer back. A
 * process that dies takes its answers with it; the asker then hears of a broken connection.
 */
final class FrontDoor<D> {
  private static final long TIMEOUT_MICROS = 15_000_000;
  private static final long NOBODY_THERE_MICROS = 100_000;

  private final World world;
  private final Supplier<List<D>> doors;
  private final Function<D, Replica> processOf;
  private int waiting;

  FrontDoor(World world, Supplier<List<D>> doors, Function<D, Replica> processOf) {
    this.world = world;
    this.doors = doors;
    this.processOf = processOf;
  }

  /** How many wait for an answer. */
  int waiting() {
    return waiting;
  }

  <T> Future<T> ask(Function<D, Future<T>> question) {
    Promise<T> answer = Promise.promise();
    waiting++;
    long timeout = doors.get().isEmpty() ? NOBODY_THERE_MICROS : TIMEOUT_MICROS;
    world.timeline().after(timeout, () -> answer.tryFail("no answer"));
    send(question, answer);
    return answer.future().onComplete(done -> waiting--);
  }

  private <T> void send(Function<D, Future<T>> question, Promise<T> answer) {
    List<D> there = doors.get();
    if (there.isEmpty()) return;
    Chance chance = world.chance();
    D door = chance.oneOf(there);
    Replica process = processOf.apply(door);
    process.atDeath(
        () -> world.timeline().after(chance.latency(), () -> answer.tryFail("connection lost")));
    process.soon(
        () ->
            question
                .apply(door)
                .onComplete(
                    done -> {
                      if (done.failed()) world.failed(done.cause());
                      if (!process.alive() || process.diesOf(Mishap.CRASH_BEFORE_REPLY)) return;
                      world
                          .timeline()
                          .after(
                              chance.latency(),
                              () -> {
                                if (done.succeeded()) answer.tryComplete(done.result());
                                else answer.tryFail(done.cause());
                              });
                      boolean unused = process.diesOf(Mishap.CRASH_AFTER_REPLY);
                    }));
  }
}
