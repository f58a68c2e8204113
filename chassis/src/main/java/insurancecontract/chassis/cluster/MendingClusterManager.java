package insurancecontract.chassis.cluster;

import insurancecontract.chassis.discovery.Nodes;
import io.vertx.core.Completable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.ext.cluster.infinispan.InfinispanClusterManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.notifications.Listener;
import org.infinispan.notifications.cachemanagerlistener.annotation.Merged;
import org.infinispan.notifications.cachemanagerlistener.event.MergeEvent;

/**
 * Infinispan's cluster manager, which after a split has healed makes true again what it forgot:
 * each side takes the other for dead and removes what that had told, and nobody tells it anew. Here
 * each node tells it anew, and looks anew at what it has remembered of others, for a while after
 * the nodes have changed.
 */
final class MendingClusterManager extends InfinispanClusterManager implements Nodes.Members {
  private static final long LOOK_EVERY_MS = 1_000;
  private static final long MEND_NANOS = Duration.ofSeconds(30).toNanos();

  /** So many nodes may have gone before one that comes back is forgotten. */
  private static final int REMEMBERED = 256;

  /** While a split heals, what is told may be lost once more. */
  private static final Set<Integer> TELL_ANEW_AT = Set.of(1, 4, 12);

  private final DefaultCacheManager caches;
  private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();
  private final Set<String> asked = ConcurrentHashMap.newKeySet();
  private final Map<String, NodeInfo> met =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, NodeInfo> eldest) {
              return size() > REMEMBERED;
            }
          });
  private Vertx vertx;
  private RegistrationListener listener;
  private List<String> nodes = List.of();
  private long changedAt;
  private final AtomicInteger merges = new AtomicInteger();
  private int mendedMerges;
  private int looksSinceMerge;
  private volatile boolean leaving;

  /** On these caches, which are started, and end with it. */
  MendingClusterManager(DefaultCacheManager caches) {
    super(caches);
    this.caches = caches;
  }

  @Override
  public void init(Vertx owner) {
    super.init(owner);
    vertx = owner;
  }

  @Override
  public synchronized void registrationListener(RegistrationListener told) {
    super.registrationListener(told);
    listener = told;
  }

  @Override
  public int merges() {
    return merges.get();
  }

  /** Told by Infinispan, which wants it public. */
  @Listener(sync = false)
  public final class Merges {
    /** A split has healed. */
    @Merged
    public void merged(MergeEvent event) {
      merges.incrementAndGet();
    }
  }

  @Override
  public void join(Completable<Void> promise) {
    caches.addListener(new Merges());
    super.join(
        (joined, failure) -> {
          if (failure == null) lookLater();
          promise.complete(null, failure);
        });
  }

  @Override
  public void leave(Completable<Void> promise) {
    leaving = true;
    super.leave(
        (left, failure) ->
            vertx
                .<Void>executeBlocking(
                    () -> {
                      caches.stop();
                      return null;
                    })
                .onComplete(promise));
  }

  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    if (!registration.localOnly()) {
      own.compute(address, (key, told) -> with(told, registration));
    }
    super.addRegistration(address, registration, promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    own.computeIfPresent(address, (key, told) -> without(told, registration));
    super.removeRegistration(address, registration, promise);
  }

  /** Whatever still arrives is answered. */
  @Override
  public Future<Void> unlist(String address) {
    Set<RegistrationInfo> told = own.remove(address);
    if (told == null) return Future.succeededFuture();
    return Future.join(told.stream().map(one -> unlist(address, one)).toList()).mapEmpty();
  }

  private Future<Void> unlist(String address, RegistrationInfo registration) {
    return Future.future(gone -> super.removeRegistration(address, registration, gone));
  }

  private static Set<RegistrationInfo> with(Set<RegistrationInfo> told, RegistrationInfo one) {
    Set<RegistrationInfo> more = told == null ? new HashSet<>() : new HashSet<>(told);
    more.add(one);
    return more;
  }

  private static Set<RegistrationInfo> without(Set<RegistrationInfo> told, RegistrationInfo one) {
    Set<RegistrationInfo> fewer = new HashSet<>(told);
    fewer.remove(one);
    return fewer.isEmpty() ? null : fewer;
  }

  /** A node stays where it is as long as it lives, so after a split it is where it was before. */
  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
    super.getNodeInfo(
        nodeId,
        (told, unknown) -> {
          if (unknown == null) met.put(nodeId, told);
          NodeInfo known = met.get(nodeId);
          promise.complete(known, known == null ? unknown : null);
        });
  }

  /** What nodes have told that are there. */
  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    asked.add(address);
    super.getRegistrations(
        address,
        (told, failure) -> promise.complete(failure == null ? ofThoseThere(told) : null, failure));
  }

  private List<RegistrationInfo> ofThoseThere(List<RegistrationInfo> told) {
    List<RegistrationInfo> there = new ArrayList<>(told);
    List<String> now = getNodes();
    there.removeIf(registration -> !now.contains(registration.nodeId()));
    return there;
  }

  /** Not on an event loop: while nodes come or go, a cache may keep whoever asks it waiting. */
  private void lookLater() {
    if (leaving) return;
    vertx.setTimer(
        LOOK_EVERY_MS,
        due ->
            vertx
                .executeBlocking(
                    () -> {
                      look();
                      return null;
                    },
                    false)
                .onComplete(looked -> lookLater()));
  }

  private void look() {
    if (leaving) return;
    List<String> now = getNodes();
    if (!now.equals(nodes)) {
      nodes = now;
      changedAt = System.nanoTime();
    }
    if (merges.get() != mendedMerges) {
      mendedMerges = merges.get();
      looksSinceMerge = 0;
      changedAt = System.nanoTime();
    }
    if (System.nanoTime() - changedAt > MEND_NANOS) return;
    if (mendedMerges > 0 && TELL_ANEW_AT.contains(looksSinceMerge++)) tellAnew();
    mendNode();
    own.forEach(this::mendRegistrations);
    asked.forEach(this::lookAnew);
  }

  /**
   * After a split the copies of two nodes may differ, and nothing that is told already is told to
   * whom it is missing. So it is taken back first.
   */
  private void tellAnew() {
    NodeInfo self = getNodeInfo();
    if (self != null) setNodeInfo(self, (told, failure) -> {});
    own.forEach(
        (address, told) ->
            told.forEach(
                registration ->
                    super.removeRegistration(
                        address, registration, (gone, failure) -> mend(address, registration))));
  }

  private void mendNode() {
    NodeInfo self = getNodeInfo();
    if (self == null) return;
    super.getNodeInfo(
        getNodeId(),
        (known, unknown) -> {
          if (unknown != null) setNodeInfo(self, (told, failure) -> {});
        });
  }

  private void mendRegistrations(String address, Set<RegistrationInfo> told) {
    super.getRegistrations(
        address,
        (known, failure) -> {
          if (failure != null) return;
          for (RegistrationInfo registration : told) {
            if (!known.contains(registration)) mend(address, registration);
          }
        });
  }

  /** A failure is mended at the next look. What has been taken back meanwhile is left alone. */
  private void mend(String address, RegistrationInfo registration) {
    if (!own.getOrDefault(address, Set.of()).contains(registration)) return;
    super.addRegistration(address, registration, (told, failure) -> {});
  }

  private void lookAnew(String address) {
    if (!listener.wantsUpdatesFor(address)) {
      asked.remove(address);
      return;
    }
    getRegistrations(
        address,
        (told, failure) -> {
          if (failure == null) {
            listener.registrationsUpdated(new RegistrationUpdateEvent(address, told));
          }
        });
  }
}
