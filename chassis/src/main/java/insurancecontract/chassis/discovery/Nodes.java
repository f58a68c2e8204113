package insurancecontract.chassis.discovery;

import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.vertx.servicediscovery.Record;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** The processes that share their records, and what this one has published there. */
public final class Nodes implements Shareable {
  private static final String AT_HAND = Nodes.class.getName();

  /** In a record's metadata: the node that answers there. */
  private static final String OWNER = "node";

  private final String self;
  private final Supplier<List<String>> now;
  private final IntSupplier merges;
  private final Map<String, Record> own = new ConcurrentHashMap<>();

  private Nodes(String self, Supplier<List<String>> now, IntSupplier merges) {
    this.self = self;
    this.now = now;
    this.merges = merges;
  }

  /**
   * From now on the services of {@code vertx} share their records.
   *
   * @param self this node
   * @param now all that are there, in the same order everywhere
   * @param merges how many splits have healed, after which copies of records may differ
   */
  public static void share(
      Vertx vertx, String self, Supplier<List<String>> now, IntSupplier merges) {
    vertx
        .sharedData()
        .<String, Nodes>getLocalMap(AT_HAND)
        .put(AT_HAND, new Nodes(self, now, merges));
  }

  /** Those of this Vert.x, where it has any but itself. */
  public static Optional<Nodes> of(Vertx vertx) {
    return Optional.ofNullable(vertx.sharedData().<String, Nodes>getLocalMap(AT_HAND).get(AT_HAND));
  }

  /** How many splits have healed. */
  int merges() {
    return merges.getAsInt();
  }

  /** The first of them does what one has to do for all. */
  boolean isFirst() {
    List<String> nodes = now.get();
    return !nodes.isEmpty() && nodes.get(0).equals(self);
  }

  /** Whether somebody is there to answer. A record that says nothing of a node is everybody's. */
  boolean isThere(Record record) {
    String owner = record.getMetadata().getString(OWNER);
    return owner == null || now.get().contains(owner);
  }

  /** Marks what this node is about to publish. */
  void sign(Record record) {
    record.getMetadata().put(OWNER, self);
  }

  /** It is published, and is to stay so. */
  void keep(Record record) {
    own.put(record.getRegistration(), record);
  }

  /** It is to be there no longer. */
  void drop(String registration) {
    own.remove(registration);
  }

  /** What is to be there, by registration. */
  Map<String, Record> own() {
    return own;
  }
}
