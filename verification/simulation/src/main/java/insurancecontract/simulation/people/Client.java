package insurancecontract.simulation.people;

import insurancecontract.simulation.world.Chance;
import insurancecontract.simulation.world.FaultKind;
import insurancecontract.simulation.world.Replica;
import insurancecontract.simulation.world.World;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Sends a request to any living process of a service and returns its response. If the process dies
 * first, the request fails with a broken connection.
 */
final class Client<D> {
  private static final long TIMEOUT_MICROS = 15_000_000;
  private static final long UNAVAILABLE_MICROS = 100_000;

  private final World world;
  private final Supplier<List<D>> apis;
  private final Function<D, Replica> processOf;
  private int waiting;

  Client(World world, Supplier<List<D>> apis, Function<D, Replica> processOf) {
    this.world = world;
    this.apis = apis;
    this.processOf = processOf;
  }

  /** How many requests are in flight. */
  int waiting() {
    return waiting;
  }

  <T> Future<T> ask(Function<D, Future<T>> request) {
    Promise<T> answer = Promise.promise();
    waiting++;
    long timeout = apis.get().isEmpty() ? UNAVAILABLE_MICROS : TIMEOUT_MICROS;
    world.timeline().after(timeout, () -> answer.tryFail("no answer"));
    send(request, answer);
    return answer.future().onComplete(done -> waiting--);
  }

  private <T> void send(Function<D, Future<T>> request, Promise<T> answer) {
    List<D> available = apis.get();
    if (available.isEmpty()) return;
    Chance chance = world.chance();
    D api = chance.oneOf(available);
    Replica process = processOf.apply(api);
    process.atDeath(
        () -> world.timeline().after(chance.latency(), () -> answer.tryFail("connection lost")));
    process.soon(
        () ->
            request
                .apply(api)
                .onComplete(
                    done -> {
                      if (done.failed()) world.failed(done.cause());
                      if (!process.alive() || process.crashesAt(FaultKind.CRASH_BEFORE_REPLY))
                        return;
                      world
                          .timeline()
                          .after(
                              chance.latency(),
                              () -> {
                                if (done.succeeded()) answer.tryComplete(done.result());
                                else answer.tryFail(done.cause());
                              });
                      boolean unused = process.crashesAt(FaultKind.CRASH_AFTER_REPLY);
                    }));
  }
}
