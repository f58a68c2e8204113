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
import java.util.concurrent.TimeUnit;
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
  private static final long LOOK_MAX_MS = 20_000;
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

  private Future<Void> list(String address, RegistrationInfo registration) {
    return Future.future(told -> super.addRegistration(address, registration, told));
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

  /**
   * Not on an event loop: while nodes come or go, a cache may keep whoever asks it waiting. Nor
   * before the last look has ended, since each takes a lock.
   */
  private void lookLater() {
    if (leaving) return;
    vertx.setTimer(
        LOOK_EVERY_MS,
        due ->
            vertx
                .executeBlocking(this::look, false)
                .compose(looking -> looking)
                .timeout(LOOK_MAX_MS, TimeUnit.MILLISECONDS)
                .onComplete(looked -> lookLater()));
  }

  /** A failure is mended at the next look. */
  private Future<?> look() {
    if (leaving) return Future.succeededFuture();
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
    if (System.nanoTime() - changedAt > MEND_NANOS) return Future.succeededFuture();
    List<Future<?>> all = new ArrayList<>();
    if (mendedMerges > 0 && TELL_ANEW_AT.contains(looksSinceMerge++)) all.add(tellAnew());
    all.add(mendNode());
    own.forEach((address, told) -> all.add(mendRegistrations(address, told)));
    asked.forEach(address -> all.add(lookAnew(address)));
    return Future.join(all);
  }

  /**
   * After a split the copies of two nodes may differ, and nothing that is told already is told to
   * whom it is missing. So it is taken back first, and something else stands in for it: nobody may
   * find, meanwhile, that nobody is there. Completes when all is told, however that went.
   */
  Future<Void> tellAnew() {
    NodeInfo self = getNodeInfo();
    if (self != null) setNodeInfo(self, (told, failure) -> {});
    List<Future<Void>> all = new ArrayList<>();
    own.forEach((address, told) -> told.forEach(one -> all.add(tellAnew(address, one))));
    return Future.join(all).transform(told -> Future.succeededFuture());
  }

  private Future<Void> tellAnew(String address, RegistrationInfo registration) {
    var standIn = new RegistrationInfo(registration.nodeId(), -1 - registration.seq(), false);
    return list(address, standIn)
        .transform(stands -> unlist(address, registration))
        .transform(gone -> mend(address, registration))
        .transform(told -> unlist(address, standIn));
  }

  private Future<Void> mendNode() {
    NodeInfo self = getNodeInfo();
    if (self == null) return Future.succeededFuture();
    return Future.<NodeInfo>future(known -> super.getNodeInfo(getNodeId(), known))
        .<Void>mapEmpty()
        .recover(unknown -> Future.future(told -> setNodeInfo(self, told)));
  }

  private Future<?> mendRegistrations(String address, Set<RegistrationInfo> told) {
    return Future.<List<RegistrationInfo>>future(known -> super.getRegistrations(address, known))
        .compose(
            known ->
                Future.join(
                    told.stream()
                        .filter(registration -> !known.contains(registration))
                        .map(registration -> mend(address, registration))
                        .toList()));
  }

  /** What has been taken back meanwhile is left alone. */
  private Future<Void> mend(String address, RegistrationInfo registration) {
    return own.getOrDefault(address, Set.of()).contains(registration)
        ? list(address, registration)
        : Future.succeededFuture();
  }

  private Future<?> lookAnew(String address) {
    if (!listener.wantsUpdatesFor(address)) {
      asked.remove(address);
      return Future.succeededFuture();
    }
    return Future.<List<RegistrationInfo>>future(told -> getRegistrations(address, told))
        .onSuccess(
            told -> listener.registrationsUpdated(new RegistrationUpdateEvent(address, told)));
  }
}
