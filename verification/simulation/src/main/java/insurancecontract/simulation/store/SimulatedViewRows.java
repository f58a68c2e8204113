package insurancecontract.simulation.store;

import insurancecontract.simulation.world.Replica;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.ViewRow;
import insurancecontract.view.projection.ViewRows;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;

/** The view's rows in the simulated database: each fact is recorded, and merged once. */
public final class SimulatedViewRows implements ViewRows {
  private final Database database;
  private final ViewTables tables;
  private final Replica process;

  /** The rows as one process writes them. */
  public SimulatedViewRows(Database database, ViewTables tables, Replica process) {
    this.database = database;
    this.tables = tables;
    this.process = process;
  }

  @Override
  public Future<List<ViewRow>> apply(List<Fact> facts) {
    return database.transaction(
        process,
        tx ->
            tx.statement(() -> remember(tx, facts))
                .compose(news -> tx.statement(() -> merge(tx, Fold.fold(news))))
                .compose(merged -> tx.statement(() -> Future.succeededFuture(find(tx, facts)))));
  }

  /** The facts not recorded before; a fact that another transaction is inserting is waited for. */
  private Future<List<Fact>> remember(Transaction tx, List<Fact> facts) {
    Map<String, Fact> byKey = new TreeMap<>();
    facts.forEach(fact -> byKey.putIfAbsent(name(fact.key()), fact));
    return tx.lock(tables.facts, byKey.keySet())
        .map(
            locked -> {
              byKey.keySet().removeIf(key -> tables.facts.get(key) != null);
              byKey.keySet().forEach(key -> tx.put(tables.facts, key, true));
              return List.copyOf(byKey.values());
            });
  }

  private static String name(Fact.Key key) {
    return "%012d/%s/%06d".formatted(key.subscriptionId(), key.source(), key.version());
  }

  private Future<Void> merge(Transaction tx, List<ViewRow> deltas) {
    TreeSet<Long> ids = new TreeSet<>();
    deltas.forEach(delta -> ids.add(delta.subscriptionId()));
    return tx.lock(tables.rows, ids)
        .map(
            locked -> {
              deltas.forEach(delta -> merge(tx, delta));
              return null;
            });
  }

  private void merge(Transaction tx, ViewRow delta) {
    ViewRow existing = tables.rows.get(delta.subscriptionId());
    tx.put(tables.rows, delta.subscriptionId(), existing == null ? delta : existing.merge(delta));
  }

  private List<ViewRow> find(Transaction tx, List<Fact> facts) {
    return facts.stream()
        .map(fact -> fact.event().subscriptionId())
        .distinct()
        .map(id -> tx.get(tables.rows, id))
        .filter(Objects::nonNull)
        .toList();
  }
}
