package insurancecontract.chassis.launch;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The leave that the services of one process take before the first of them stops: whoever looks at
 * their readiness or at discovery learns that they go while they still answer.
 */
public final class Departure implements Shareable {
  private static final String AT_HAND = Departure.class.getName();

  private record Farewell(Context home, Supplier<Future<Void>> say) {
    Future<Void> said() {
      Promise<Void> said = Promise.promise();
      home.runOnContext(now -> say.get().onComplete(said));
      return said.future();
    }
  }

  private final Map<String, Farewell> farewells = new ConcurrentHashMap<>();

  private Departure() {}

  /** The one of this Vert.x. */
  public static Departure of(Vertx vertx) {
    Map<String, Departure> departures = vertx.sharedData().getLocalMap(AT_HAND);
    return departures.computeIfAbsent(AT_HAND, first -> new Departure());
  }

  /** Remembers how {@code service} takes its leave, on the context that it is started on. */
  public void include(Vertx vertx, String service, Supplier<Future<Void>> farewell) {
    farewells.put(service, new Farewell(vertx.getOrCreateContext(), farewell));
  }

  /** Every service takes its leave; completes when all have, however that went. */
  public Future<Void> take() {
    List<Future<Void>> said = farewells.values().stream().map(Farewell::said).toList();
    return Future.join(said).transform(done -> Future.succeededFuture());
  }
}
