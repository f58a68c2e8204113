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
 * Finds services by name, wherever their records come from: this process, a cluster, or an
 * importer. Results are cached until an announcement of a change, and for at most a few seconds,
 * since announcements of other processes may be missed.
 */
public final class Discovery {
  private static final String BUS_RECORD = "eventbus-service-proxy";
  private static final long CACHED_NANOS = Duration.ofSeconds(5).toNanos();

  private record Found(long atNanos, List<Record> records) {}

  private final ServiceDiscovery records;
  private final MessageConsumer<JsonObject> announcements;
  private final Map<String, Found> cached = new ConcurrentHashMap<>();
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
                announcement -> cached.remove(announcement.body().getString("name")));
  }

  /** The name under which the management ports of a service's instances are published. */
  public static String managementOf(String service) {
    return service + "-management";
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
    nodes.ifPresent(shared -> shared.tagWithOwner(record));
    return records
        .publish(record)
        .map(
            done -> {
              nodes.ifPresent(shared -> shared.published(done));
              published.add(done.getRegistration());
              cached.remove(record.getName());
              return null;
            });
  }

  /** Every instance that is up, none when the name is unknown. */
  public Future<List<Location>> find(String name) {
    Found found = cached.get(name);
    if (found != null && System.nanoTime() - found.atNanos() < CACHED_NANOS) {
      return Future.succeededFuture(locations(found.records()));
    }
    return records
        .getRecords(new JsonObject().put("name", name))
        .map(
            up -> {
              cached.put(name, new Found(System.nanoTime(), up));
              return locations(up);
            });
  }

  /** Records of a node that has left are ignored, although they may still exist. */
  private List<Location> locations(List<Record> up) {
    return up.stream()
        .filter(record -> nodes.map(shared -> shared.isAlive(record)).orElse(true))
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

  /** Removes the records published here, so that a service about to stop gets no new calls. */
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

  /** Removes the records published here and releases all resources. */
  public Future<Void> close() {
    return withdraw()
        .transform(done -> announcements.unregister())
        .onComplete(done -> records.close());
  }
}
