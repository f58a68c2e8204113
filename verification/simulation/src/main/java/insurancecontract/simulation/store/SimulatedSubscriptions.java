package insurancecontract.simulation.store;

import insurancecontract.chassis.decision.Changes;
import insurancecontract.contracts.SubscriptionStatus;
import insurancecontract.simulation.store.SubscriptionTables.Remembered;
import insurancecontract.simulation.world.Replica;
import insurancecontract.subscription.adapter.postgres.SubscriptionMessages;
import insurancecontract.subscription.application.Opened;
import insurancecontract.subscription.application.Opening;
import insurancecontract.subscription.application.RequestKey;
import insurancecontract.subscription.application.SubscriptionQuery;
import insurancecontract.subscription.application.SubscriptionRepository;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** Applications in the simulated database, as the statements for PostgreSQL have it. */
public final class SimulatedSubscriptions implements SubscriptionRepository {
  private final Database database;
  private final SubscriptionTables tables;
  private final Replica process;

  /** The repository of one process. */
  public SimulatedSubscriptions(Database database, SubscriptionTables tables, Replica process) {
    this.database = database;
    this.tables = tables;
    this.process = process;
  }

  @Override
  public Future<List<Opened>> open(List<Opening> openings) {
    if (openings.isEmpty()) return Future.succeededFuture(List.of());
    return database
        .transaction(process, tx -> tx.statement(() -> open(tx, openings)))
        .compose(this::lookForKnown);
  }

  /** An opening, and its application if it was recorded. */
  private record Recorded(Opening opening, Optional<Subscription.PendingPayment> fresh) {}

  private Future<List<Recorded>> open(Transaction tx, List<Opening> openings) {
    TreeSet<String> keys = new TreeSet<>();
    openings.stream().map(Opening::key).filter(Objects::nonNull).forEach(k -> keys.add(name(k)));
    return tx.lock(tables.requests, keys)
        .map(locked -> openings.stream().map(it -> new Recorded(it, record(tx, it))).toList());
  }

  private Optional<Subscription.PendingPayment> record(Transaction tx, Opening opening) {
    Instant now = opening.at();
    if (opening.key() != null && remembered(opening.key(), now).isPresent()) {
      return Optional.empty();
    }
    Subscription.PendingPayment fresh = opening.numbered(tables.nextId());
    if (opening.key() != null) {
      tx.put(
          tables.requests,
          name(opening.key()),
          new Remembered(fresh.id(), opening.bodyHash(), opening.keyUntil()));
    }
    tx.put(tables.subscriptions, fresh.id(), fresh);
    return Optional.of(fresh);
  }

  private Future<List<Opened>> lookForKnown(List<Recorded> recorded) {
    Future<List<Opened>> all = Future.succeededFuture(new ArrayList<>());
    for (Recorded each : recorded) {
      all = all.compose(before -> answer(each).map(opened -> add(before, opened)));
    }
    return all;
  }

  private static List<Opened> add(List<Opened> before, Opened opened) {
    before.add(opened);
    return before;
  }

  private Future<Opened> answer(Recorded each) {
    if (each.fresh().isPresent()) {
      return Future.succeededFuture(new Opened.New(each.fresh().get()));
    }
    Opening opening = each.opening();
    return findRequest(opening.key(), opening.at())
        .compose(
            found ->
                found.isPresent()
                    ? Future.succeededFuture(found.get())
                    : open(List.of(opening)).map(opened -> opened.get(0)));
  }

  @Override
  public <R> Future<R> transact(
      Collection<Long> ids,
      Function<Map<Long, SubscriptionState>, Changes<SubscriptionState, SubscriptionEvent, R>>
          work) {
    return database.transaction(
        process,
        tx -> tx.statement(() -> load(tx, ids)).map(work).compose(changes -> store(tx, changes)));
  }

  private Future<Map<Long, SubscriptionState>> load(Transaction tx, Collection<Long> ids) {
    TreeSet<Long> existing = new TreeSet<>(ids);
    existing.retainAll(tables.subscriptions.committed().keySet());
    return tx.lock(tables.subscriptions, existing)
        .map(
            locked -> {
              Map<Long, SubscriptionState> states = new TreeMap<>();
              ids.forEach(id -> states.put(id, new SubscriptionState.Absent()));
              existing.forEach(id -> states.put(id, tables.subscriptions.get(id)));
              return states;
            });
  }

  private <R> Future<R> store(
      Transaction tx, Changes<SubscriptionState, SubscriptionEvent, R> changes) {
    if (changes.changes().isEmpty()) return Future.succeededFuture(changes.result());
    return tx.statement(
        () -> {
          changes
              .changes()
              .forEach(
                  change -> {
                    Subscription after = (Subscription) change.after();
                    tx.put(tables.subscriptions, after.id(), after);
                    if (after instanceof Subscription.HasCase it) {
                      tx.put(tables.cases, after.id(), it.underwritingId());
                    }
                  });
          tx.append(SubscriptionMessages.of(changes.recorded()));
          return Future.succeededFuture(changes.result());
        });
  }

  @Override
  public Future<Optional<Subscription>> find(long id) {
    return database.query(process, () -> Optional.ofNullable(tables.subscriptions.get(id)));
  }

  @Override
  public Future<List<Subscription>> list(SubscriptionQuery query) {
    throw new UnsupportedOperationException("the simulation does not list applications");
  }

  @Override
  public Future<Optional<Opened.Known>> findRequest(RequestKey key, Instant now) {
    return database.query(process, () -> remembered(key, now));
  }

  private Optional<Opened.Known> remembered(RequestKey key, Instant now) {
    return Optional.ofNullable(tables.requests.get(name(key)))
        .filter(it -> it.until().isAfter(now))
        .map(it -> new Opened.Known(tables.subscriptions.get(it.subscriptionId()), it.bodyHash()));
  }

  private static String name(RequestKey key) {
    return key.customerId() + "/" + key.key();
  }

  @Override
  public Future<List<Long>> unpaidSince(Instant before, int limit) {
    return database.query(
        process,
        () ->
            tables.subscriptions.committed().values().stream()
                .filter(it -> it.status() == SubscriptionStatus.PENDING_PAYMENT)
                .filter(it -> it.header().createdAt().isBefore(before))
                .sorted(Comparator.comparing(it -> it.header().createdAt()))
                .limit(limit)
                .map(Subscription::id)
                .toList());
  }

  @Override
  public Future<Integer> forgetRequests(Instant now, int limit) {
    return database.transaction(
        process, tx -> tx.statement(() -> Future.succeededFuture(forget(tx, now, limit))));
  }

  private int forget(Transaction tx, Instant now, int limit) {
    List<String> over =
        tables.requests.committed().entrySet().stream()
            .filter(it -> !it.getValue().until().isAfter(now))
            .filter(it -> !tx.lockedByOther(tables.requests, it.getKey()))
            .map(Map.Entry::getKey)
            .limit(limit)
            .toList();
    over.forEach(key -> tx.remove(tables.requests, key));
    return over.size();
  }
}
