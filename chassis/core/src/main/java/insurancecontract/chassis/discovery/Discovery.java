package insurancecontract.chassis.discovery;

import insurancecontract.chassis.discovery.Location.BusAddress;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.ServiceDiscoveryOptions;
import io.vertx.servicediscovery.types.HttpEndpoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Finds services by name, whatever put their records there: this process, a cluster, or an
 * importer. Answers are remembered until an announcement says that something changed, and for a few
 * seconds at the most, since announcements of other processes may be missed.
 */
public final class Discovery {
  private static final String BUS_RECORD = "eventbus-service-proxy";
  private static final long REMEMBERED_NANOS = Duration.ofSeconds(5).toNanos();

  private record Found(long atNanos, List<Record> records) {}

  private final ServiceDiscovery records;
  private final MessageConsumer<JsonObject> announcements;
  private final Map<String, Found> remembered = new ConcurrentHashMap<>();
  private final List<String> published = new ArrayList<>();
  private final Optional<Nodes> nodes;

  /**
   * Discovery over the records of {@code vertx}, which all services of one JVM or cluster share.
   */
  public Discovery(Vertx vertx) {
    ServiceDiscoveryOptions options = new ServiceDiscoveryOptions();
    nodes = Nodes.of(vertx);
    records = ServiceDiscovery.create(vertx, options);
    announcements =
        vertx
            .eventBus()
            .consumer(
                options.getAnnounceAddress(),
                announcement -> remembered.remove(announcement.body().getString("name")));
  }

  /** Announces that {@code name} answers HTTP. */
  public Future<Void> publishHttp(String name, String host, int port) {
    return publish(HttpEndpoint.createRecord(name, host, port, "/"));
  }

  /** Announces that {@code name} answers on the event bus. */
  public Future<Void> publishBus(String name, String address) {
    return publish(
        new Record()
            .setName(name)
            .setType(BUS_RECORD)
            .setLocation(new JsonObject().put(Record.ENDPOINT, address)));
  }

  private Future<Void> publish(Record record) {
    nodes.ifPresent(shared -> shared.sign(record));
    return records
        .publish(record)
        .map(
            done -> {
              nodes.ifPresent(shared -> shared.keep(done));
              published.add(done.getRegistration());
              remembered.remove(record.getName());
              return null;
            });
  }

  /** Every instance that is up, none when the name is unknown. */
  public Future<List<Location>> find(String name) {
    Found found = remembered.get(name);
    if (found != null && System.nanoTime() - found.atNanos() < REMEMBERED_NANOS) {
      return Future.succeededFuture(locations(found.records()));
    }
    return records
        .getRecords(new JsonObject().put("name", name))
        .map(
            up -> {
              remembered.put(name, new Found(System.nanoTime(), up));
              return locations(up);
            });
  }

  /** Nobody calls a node that is gone, although its records may still be there. */
  private List<Location> locations(List<Record> up) {
    return up.stream()
        .filter(record -> nodes.map(shared -> shared.isThere(record)).orElse(true))
        .map(Discovery::location)
        .filter(Objects::nonNull)
        .toList();
  }

  private static Location location(Record record) {
    JsonObject location = record.getLocation();
    if (BUS_RECORD.equals(record.getType())) {
      return new BusAddress(location.getString(Record.ENDPOINT));
    }
    if (HttpEndpoint.TYPE.equals(record.getType())) {
      return new HttpAddress(
          location.getString("host"),
          location.getInteger("port"),
          location.getBoolean("ssl", false));
    }
    return null;
  }

  /** Takes back what was published here, so that nobody calls on who is about to leave. */
  public Future<Void> withdraw() {
    Future<Void> withdrawn = Future.succeededFuture();
    for (String registration : List.copyOf(published)) {
      Future<Void> dropped =
          nodes.map(shared -> shared.drop(registration)).orElseGet(Future::succeededFuture);
      withdrawn =
          Future.join(withdrawn, dropped).transform(before -> records.unpublish(registration));
    }
    published.clear();
    return withdrawn;
  }

  /** Takes back what was published here and lets go of everything. */
  public Future<Void> close() {
    return withdraw()
        .transform(done -> announcements.unregister())
        .onComplete(done -> records.close());
  }
}
