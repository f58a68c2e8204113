package insurancecontract.subscription.application;

import insurancecontract.chassis.decision.Change;
import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Recorded;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import insurancecontract.subscription.domain.SubscriptionState.Absent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** All applications, in the memory of one thread; can fail like a database. */
public final class InMemorySubscriptions implements SubscriptionRepository {
  private record Remembered(long subscriptionId, String bodyHash, Instant until) {}

  private final TreeMap<Long, Subscription> byId = new TreeMap<>();
  private final Map<RequestKey, Remembered> requests = new HashMap<>();
  private final List<Recorded<SubscriptionState, SubscriptionEvent>> published = new ArrayList<>();
  private int failures;
  private long lastId;

  /** Makes the next calls fail without effect. */
  public void failNext(int calls) {
    failures = calls;
  }

  /** The events published so far, in order. */
  public List<Recorded<SubscriptionState, SubscriptionEvent>> published() {
    return List.copyOf(published);
  }

  /** How many applications there are. */
  public int size() {
    return byId.size();
  }

  /** Stores an application as it is. */
  public void put(Subscription subscription) {
    byId.put(subscription.id(), subscription);
    lastId = Math.max(lastId, subscription.id());
  }

  @Override
  public Future<List<Opened>> open(List<Opening> openings) {
    if (fails()) return unavailable();
    return Future.succeededFuture(openings.stream().map(this::open).toList());
  }

  private Opened open(Opening opening) {
    Optional<Opened.Known> known = remembered(opening.key(), opening.at());
    if (known.isPresent()) return known.get();
    Subscription.PendingPayment fresh = opening.numbered(++lastId);
    byId.put(fresh.id(), fresh);
    if (opening.key() != null) {
      requests.put(
          opening.key(), new Remembered(fresh.id(), opening.bodyHash(), opening.keyUntil()));
    }
    return new Opened.New(fresh);
  }

  private Optional<Opened.Known> remembered(RequestKey key, Instant now) {
    return Optional.ofNullable(requests.get(key))
        .filter(it -> it.until().isAfter(now))
        .map(it -> new Opened.Known(byId.get(it.subscriptionId()), it.bodyHash()));
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> ids,
      Function<Map<Long, SubscriptionState>, Changes<SubscriptionState, SubscriptionEvent, R>>
          work) {
    if (fails()) return unavailable();
    Map<Long, SubscriptionState> states = new HashMap<>();
    ids.forEach(id -> states.put(id, byId.containsKey(id) ? byId.get(id) : new Absent()));
    Changes<SubscriptionState, SubscriptionEvent, R> changes = work.apply(states);
    for (Change<SubscriptionState, SubscriptionEvent> change : changes.changes()) {
      Subscription after = (Subscription) change.after();
      byId.put(after.id(), after);
    }
    published.addAll(changes.recorded());
    return Future.succeededFuture(changes.result());
  }

  @Override
  public Future<Optional<Subscription>> find(long id) {
    return fails() ? unavailable() : Future.succeededFuture(Optional.ofNullable(byId.get(id)));
  }

  @Override
  public Future<List<Subscription>> list(SubscriptionQuery query) {
    if (fails()) return unavailable();
    return Future.succeededFuture(
        byId.headMap(query.before(), false).descendingMap().values().stream()
            .filter(it -> query.customerId() == null || it.isOf(query.customerId()))
            .filter(it -> query.status() == null || it.status() == query.status())
            .limit(query.limit())
            .toList());
  }

  @Override
  public Future<Optional<Opened.Known>> findRequest(RequestKey key, Instant now) {
    return fails() ? unavailable() : Future.succeededFuture(remembered(key, now));
  }

  @Override
  public Future<List<Long>> unpaidSince(Instant before, int limit) {
    if (fails()) return unavailable();
    return Future.succeededFuture(
        byId.values().stream()
            .filter(it -> it.status() == SubscriptionStatus.PENDING_PAYMENT)
            .filter(it -> it.header().createdAt().isBefore(before))
            .sorted(Comparator.comparing(it -> it.header().createdAt()))
            .limit(limit)
            .map(Subscription::id)
            .toList());
  }

  @Override
  public Future<Integer> forgetRequests(Instant now, int limit) {
    if (fails()) return unavailable();
    List<RequestKey> over =
        requests.entrySet().stream()
            .filter(it -> !it.getValue().until().isAfter(now))
            .limit(limit)
            .map(Map.Entry::getKey)
            .toList();
    requests.keySet().removeAll(over);
    return Future.succeededFuture(over.size());
  }

  private boolean fails() {
    if (failures == 0) return false;
    failures--;
    return true;
  }

  private static <T> Future<T> unavailable() {
    return Future.failedFuture(new IllegalStateException("the database is unavailable"));
  }
}
