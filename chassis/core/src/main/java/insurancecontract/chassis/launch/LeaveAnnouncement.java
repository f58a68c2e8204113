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
 * Announces that the services of a process are about to stop, before the first one does: readiness
 * and discovery show it while they still answer.
 */
public final class LeaveAnnouncement implements Shareable {
  private static final String KEY = LeaveAnnouncement.class.getName();

  private record Leaving(Context home, Supplier<Future<Void>> announce) {
    Future<Void> announced() {
      Promise<Void> done = Promise.promise();
      home.runOnContext(now -> announce.get().onComplete(done));
      return done.future();
    }
  }

  private final Map<String, Leaving> leaving = new ConcurrentHashMap<>();

  private LeaveAnnouncement() {}

  /** The announcement of this Vert.x. */
  public static LeaveAnnouncement of(Vertx vertx) {
    Map<String, LeaveAnnouncement> announcements = vertx.sharedData().getLocalMap(KEY);
    return announcements.computeIfAbsent(KEY, first -> new LeaveAnnouncement());
  }

  /** Registers how {@code service} announces that it leaves, on the context that started it. */
  public void register(Vertx vertx, String service, Supplier<Future<Void>> announce) {
    leaving.put(service, new Leaving(vertx.getOrCreateContext(), announce));
  }

  /** Announces for every service; completes when all are done, also on failure. */
  public Future<Void> announce() {
    List<Future<Void>> announced = leaving.values().stream().map(Leaving::announced).toList();
    return Future.join(announced).transform(done -> Future.succeededFuture());
  }
}
