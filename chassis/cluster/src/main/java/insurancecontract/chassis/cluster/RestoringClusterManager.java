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
 * Restores registrations that a network split removed: each side drops the other's entries, and
 * Infinispan does not add them back when the partition heals. For a while after a membership change
 * each node adds its own registrations again and re-reads those that it has cached of others.
 */
final class RestoringClusterManager extends InfinispanClusterManager implements Nodes.Members {
  private static final long CHECK_EVERY_MS = 1_000;
  private static final long CHECK_MAX_MS = 20_000;
  private static final long RESTORE_NANOS = Duration.ofSeconds(30).toNanos();

  /** How many departed nodes are remembered. */
  private static final int REMEMBERED_NODES_MAX = 256;

  /**
   * While a split heals, a restored entry may be lost again: at these checks all are added again.
   */
  private static final Set<Integer> REREGISTER_AT = Set.of(1, 4, 12);

  private final DefaultCacheManager caches;
  private final Map<String, Set<RegistrationInfo>> own = new ConcurrentHashMap<>();
  private final Set<String> cached = ConcurrentHashMap.newKeySet();
  private final Map<String, NodeInfo> nodeInfos =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, NodeInfo> eldest) {
              return size() > REMEMBERED_NODES_MAX;
            }
          });
  private Vertx vertx;
  private RegistrationListener listener;
  private List<String> nodes = List.of();
  private long changedAt;
  private final AtomicInteger merges = new AtomicInteger();
  private int handledMerges;
  private int checksSinceMerge;
  private volatile boolean leaving;

  /** On these started caches, which it stops with itself. */
  RestoringClusterManager(DefaultCacheManager caches) {
    super(caches);
    this.caches = caches;
  }

  @Override
  public void init(Vertx owner) {
    super.init(owner);
    vertx = owner;
  }

  @Override
  public synchronized void registrationListener(RegistrationListener registered) {
    super.registrationListener(registered);
    listener = registered;
  }

  @Override
  public int merges() {
    return merges.get();
  }

  /** Called by Infinispan, which requires a public class. */
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
          if (failure == null) checkLater();
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
      own.compute(address, (key, registered) -> with(registered, registration));
    }
    super.addRegistration(address, registration, promise);
  }

  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> promise) {
    own.computeIfPresent(address, (key, registered) -> without(registered, registration));
    super.removeRegistration(address, registration, promise);
  }

  /** Messages that still arrive are answered. */
  @Override
  public Future<Void> unregister(String address) {
    Set<RegistrationInfo> registered = own.remove(address);
    if (registered == null) return Future.succeededFuture();
    return Future.join(registered.stream().map(one -> unregister(address, one)).toList())
        .mapEmpty();
  }

  private Future<Void> register(String address, RegistrationInfo registration) {
    return Future.future(registered -> super.addRegistration(address, registration, registered));
  }

  private Future<Void> unregister(String address, RegistrationInfo registration) {
    return Future.future(gone -> super.removeRegistration(address, registration, gone));
  }

  private static Set<RegistrationInfo> with(
      Set<RegistrationInfo> registered, RegistrationInfo one) {
    Set<RegistrationInfo> more = registered == null ? new HashSet<>() : new HashSet<>(registered);
    more.add(one);
    return more;
  }

  private static Set<RegistrationInfo> without(
      Set<RegistrationInfo> registered, RegistrationInfo one) {
    Set<RegistrationInfo> fewer = new HashSet<>(registered);
    fewer.remove(one);
    return fewer.isEmpty() ? null : fewer;
  }

  /** A node's address never changes, so the one known before a split is still valid after it. */
  @Override
  public void getNodeInfo(String nodeId, Completable<NodeInfo> promise) {
    super.getNodeInfo(
        nodeId,
        (registered, unknown) -> {
          if (unknown == null) nodeInfos.put(nodeId, registered);
          NodeInfo known = nodeInfos.get(nodeId);
          promise.complete(known, known == null ? unknown : null);
        });
  }

  /** The registrations of current members. */
  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> promise) {
    cached.add(address);
    super.getRegistrations(
        address,
        (registered, failure) ->
            promise.complete(failure == null ? ofMembers(registered) : null, failure));
  }

  private List<RegistrationInfo> ofMembers(List<RegistrationInfo> registered) {
    List<RegistrationInfo> there = new ArrayList<>(registered);
    List<String> now = getNodes();
    there.removeIf(registration -> !now.contains(registration.nodeId()));
    return there;
  }

  /**
   * Off the event loop, since caches may block while the membership changes; and not before the
   * previous check has ended, since each read takes a lock.
   */
  private void checkLater() {
    if (leaving) return;
    vertx.setTimer(
        CHECK_EVERY_MS,
        due ->
            vertx
                .executeBlocking(this::check, false)
                .compose(checking -> checking)
                .timeout(CHECK_MAX_MS, TimeUnit.MILLISECONDS)
                .onComplete(checked -> checkLater()));
  }

  /** A failure is corrected by the next check. */
  private Future<?> check() {
    if (leaving) return Future.succeededFuture();
    List<String> now = getNodes();
    if (!now.equals(nodes)) {
      nodes = now;
      changedAt = System.nanoTime();
    }
    if (merges.get() != handledMerges) {
      handledMerges = merges.get();
      checksSinceMerge = 0;
      changedAt = System.nanoTime();
    }
    if (System.nanoTime() - changedAt > RESTORE_NANOS) return Future.succeededFuture();
    List<Future<?>> all = new ArrayList<>();
    if (handledMerges > 0 && REREGISTER_AT.contains(checksSinceMerge++)) all.add(reregister());
    all.add(restoreNode());
    own.forEach((address, registered) -> all.add(restoreRegistrations(address, registered)));
    cached.forEach(address -> all.add(reread(address)));
    return Future.join(all);
  }

  /**
   * After a split the copies of two nodes may differ, and adding an entry that exists locally does
   * not reach a node where it is missing. So each entry is removed and added again, with a
   * placeholder in between so that the address never looks unused. Completes when all are done,
   * also on failure.
   */
  Future<Void> reregister() {
    NodeInfo self = getNodeInfo();
    if (self != null) setNodeInfo(self, (registered, failure) -> {});
    List<Future<Void>> all = new ArrayList<>();
    own.forEach(
        (address, registered) -> registered.forEach(one -> all.add(reregister(address, one))));
    return Future.join(all).transform(registered -> Future.succeededFuture());
  }

  private Future<Void> reregister(String address, RegistrationInfo registration) {
    var placeholder = new RegistrationInfo(registration.nodeId(), -1 - registration.seq(), false);
    return register(address, placeholder)
        .transform(stands -> unregister(address, registration))
        .transform(gone -> restore(address, registration))
        .transform(registered -> unregister(address, placeholder));
  }

  private Future<Void> restoreNode() {
    NodeInfo self = getNodeInfo();
    if (self == null) return Future.succeededFuture();
    return Future.<NodeInfo>future(known -> super.getNodeInfo(getNodeId(), known))
        .<Void>mapEmpty()
        .recover(unknown -> Future.future(registered -> setNodeInfo(self, registered)));
  }

  private Future<?> restoreRegistrations(String address, Set<RegistrationInfo> registered) {
    return Future.<List<RegistrationInfo>>future(known -> super.getRegistrations(address, known))
        .compose(
            known ->
                Future.join(
                    registered.stream()
                        .filter(registration -> !known.contains(registration))
                        .map(registration -> restore(address, registration))
                        .toList()));
  }

  /** An entry that was removed in the meantime is not restored. */
  private Future<Void> restore(String address, RegistrationInfo registration) {
    return own.getOrDefault(address, Set.of()).contains(registration)
        ? register(address, registration)
        : Future.succeededFuture();
  }

  private Future<?> reread(String address) {
    if (!listener.wantsUpdatesFor(address)) {
      cached.remove(address);
      return Future.succeededFuture();
    }
    return Future.<List<RegistrationInfo>>future(
            registered -> getRegistrations(address, registered))
        .onSuccess(
            registered ->
                listener.registrationsUpdated(new RegistrationUpdateEvent(address, registered)));
  }
}
