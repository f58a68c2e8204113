package insurancecontract.chassis.discovery;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.vertx.servicediscovery.Record;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The processes that share their records, and what this one has published there. */
public final class Nodes implements Shareable {
  /** Who forms the cluster. */
  public interface Members {
    /** This node. */
    String getNodeId();

    /** All that are there, in the same order everywhere. */
    List<String> getNodes();

    /** How many splits have healed, after which copies of records may differ. */
    int merges();

    /** Others send nothing more to this address here, where there is such a one. */
    Future<Void> unlist(String address);
  }

  private static final String AT_HAND = Nodes.class.getName();

  /** In a record's metadata: the node that answers there. */
  private static final String OWNER = "node";

  private final Members members;
  private final Map<String, Record> own = new ConcurrentHashMap<>();

  private Nodes(Members members) {
    this.members = members;
  }

  /** From now on the services of {@code vertx} share their records with those of others. */
  public static void share(Vertx vertx, Members members) {
    vertx.sharedData().<String, Nodes>getLocalMap(AT_HAND).put(AT_HAND, new Nodes(members));
  }

  /** Those of this Vert.x, where it has any but itself. */
  public static Optional<Nodes> of(Vertx vertx) {
    return Optional.ofNullable(vertx.sharedData().<String, Nodes>getLocalMap(AT_HAND).get(AT_HAND));
  }

  /** How many splits have healed. */
  int merges() {
    return members.merges();
  }

  /** The first of them does what one has to do for all. */
  boolean isFirst() {
    List<String> nodes = members.getNodes();
    return !nodes.isEmpty() && nodes.get(0).equals(members.getNodeId());
  }

  /** Whether somebody is there to answer. A record that says nothing of a node is everybody's. */
  boolean isThere(Record record) {
    String owner = record.getMetadata().getString(OWNER);
    return owner == null || members.getNodes().contains(owner);
  }

  /** Marks what this node is about to publish. */
  void sign(Record record) {
    record.getMetadata().put(OWNER, members.getNodeId());
  }

  /** It is published, and is to stay so. */
  void keep(Record record) {
    own.put(record.getRegistration(), record);
  }

  /**
   * It is to be there no longer. The address on the event bus is that of others, too, so those who
   * find them must not come here by it.
   */
  Future<Void> drop(String registration) {
    Record gone = own.remove(registration);
    return gone == null
        ? Future.succeededFuture()
        : members.unlist(gone.getLocation().getString(Record.ENDPOINT));
  }

  /** What is to be there, by registration. */
  Map<String, Record> own() {
    return own;
  }
}
