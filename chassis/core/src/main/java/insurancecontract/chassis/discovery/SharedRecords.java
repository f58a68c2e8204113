package insurancecontract.chassis.discovery;

import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reconciles the records of discovery in a cluster: removes those of nodes that have left, and
 * restores this node's own when they are lost, as after a split that has healed.
 */
public final class SharedRecords extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(SharedRecords.class);
  private static final long RECONCILE_EVERY_MS = 1_000;

  /** While a split heals, a restored record may be lost again. */
  private static final int RESTORES_AFTER_MERGE = 15;

  private ServiceDiscovery records;
  private Nodes nodes;
  private int merges;
  private int restoresAfterMerge;

  @Override
  public Future<?> start() {
    nodes = Nodes.of(vertx).orElseThrow();
    records = ServiceDiscovery.create(vertx);
    reconcileLater();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    records.close();
    return Future.succeededFuture();
  }

  private void reconcileLater() {
    vertx.setTimer(
        RECONCILE_EVERY_MS,
        due ->
            reconcile()
                .onFailure(
                    cause ->
                        LOG.atWarn()
                            .addKeyValue("cause", cause.toString())
                            .log("cannot reconcile discovery records"))
                .onComplete(reconciled -> reconcileLater()));
  }

  private Future<?> reconcile() {
    return records
        .getRecords(any -> true, true)
        .compose(
            all ->
                Future.join(
                    Future.join(lost(all).stream().map(this::restore).toList()),
                    Future.join(orphans(all).stream().map(this::remove).toList())));
  }

  /** Own records that are missing; after a split all, since they may be missing on other nodes. */
  private List<Record> lost(List<Record> all) {
    Map<String, Record> own = nodes.own();
    if (nodes.merges() != merges) {
      merges = nodes.merges();
      restoresAfterMerge = RESTORES_AFTER_MERGE;
    }
    if (restoresAfterMerge > 0) {
      restoresAfterMerge--;
      return List.copyOf(own.values());
    }
    Set<String> missing = new HashSet<>(own.keySet());
    all.forEach(record -> missing.remove(record.getRegistration()));
    return own.values().stream()
        .filter(record -> missing.contains(record.getRegistration()))
        .toList();
  }

  private List<Record> orphans(List<Record> all) {
    if (!nodes.isFirst()) return List.of();
    return all.stream().filter(record -> !nodes.isAlive(record)).toList();
  }

  private Future<?> restore(Record record) {
    LOG.atInfo().addKeyValue("record", record.getName()).log("discovery record restored");
    return records.update(record);
  }

  private Future<?> remove(Record record) {
    LOG.atInfo()
        .addKeyValue("record", record.getName())
        .addKeyValue("location", record.getLocation())
        .log("discovery record of a departed node removed");
    return records.unpublish(record.getRegistration());
  }
}
