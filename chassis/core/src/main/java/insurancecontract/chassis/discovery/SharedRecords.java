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
 * Keeps the records that nodes share true: those of a node that is gone are removed, and whatever
 * of this node's own got lost, as in a split that has healed, is put back.
 */
public final class SharedRecords extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(SharedRecords.class);
  private static final long LOOK_EVERY_MS = 1_000;

  /** While a split heals, what is put back may be lost once more. */
  private static final int LOOKS_AFTER_MERGE = 15;

  private ServiceDiscovery records;
  private Nodes nodes;
  private int merges;
  private int looksAfterMerge;

  @Override
  public Future<?> start() {
    nodes = Nodes.of(vertx).orElseThrow();
    records = ServiceDiscovery.create(vertx);
    lookLater();
    return Future.succeededFuture();
  }

  @Override
  public Future<?> stop() {
    records.close();
    return Future.succeededFuture();
  }

  private void lookLater() {
    vertx.setTimer(
        LOOK_EVERY_MS,
        due ->
            look()
                .onFailure(
                    cause ->
                        LOG.atWarn()
                            .addKeyValue("cause", cause.toString())
                            .log("the shared records cannot be kept true"))
                .onComplete(looked -> lookLater()));
  }

  private Future<?> look() {
    return records
        .getRecords(any -> true, true)
        .compose(
            all ->
                Future.join(
                    Future.join(lost(all).stream().map(this::putBack).toList()),
                    Future.join(orphans(all).stream().map(this::remove).toList())));
  }

  /** What is not there, and after a split all: what is here may not be there at others. */
  private List<Record> lost(List<Record> all) {
    Map<String, Record> own = nodes.own();
    if (nodes.merges() != merges) {
      merges = nodes.merges();
      looksAfterMerge = LOOKS_AFTER_MERGE;
    }
    if (looksAfterMerge > 0) {
      looksAfterMerge--;
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
    return all.stream().filter(record -> !nodes.isThere(record)).toList();
  }

  private Future<?> putBack(Record record) {
    LOG.atInfo().addKeyValue("record", record.getName()).log("a lost record is put back");
    return records.update(record);
  }

  private Future<?> remove(Record record) {
    LOG.atInfo()
        .addKeyValue("record", record.getName())
        .addKeyValue("location", record.getLocation())
        .log("the record of a node that is gone is removed");
    return records.unpublish(record.getRegistration());
  }
}
