package insurancecontract.chassis.discovery;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.shareddata.Shareable;
import io.vertx.servicediscovery.Record;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The nodes of a cluster, and the records that this node has published. */
public final class Nodes implements Shareable {
  /** The cluster's membership. */
  public interface Members {
    /** This node. */
    String getNodeId();

    /** All members, in the same order on every node. */
    List<String> getNodes();

    /** How many splits have healed; after one, copies of records may differ between nodes. */
    int merges();

    /** Removes this node's registration of an event-bus address, if there is one. */
    Future<Void> unregister(String address);
  }

  private static final String KEY = Nodes.class.getName();

  /** In a record's metadata: the node that answers there. */
  private static final String OWNER = "node";

  private final Members members;
  private final Map<String, Record> own = new ConcurrentHashMap<>();

  private Nodes(Members members) {
    this.members = members;
  }

  /** From now on the services of {@code vertx} share their records with other nodes. */
  public static void share(Vertx vertx, Members members) {
    vertx.sharedData().<String, Nodes>getLocalMap(KEY).put(KEY, new Nodes(members));
  }

  /** The nodes of this Vert.x, empty when it is not clustered. */
  public static Optional<Nodes> of(Vertx vertx) {
    return Optional.ofNullable(vertx.sharedData().<String, Nodes>getLocalMap(KEY).get(KEY));
  }

  /** How many splits have healed. */
  int merges() {
    return members.merges();
  }

  /** Whether this is the first node, which does the work that one node does for all. */
  boolean isFirst() {
    List<String> nodes = members.getNodes();
    return !nodes.isEmpty() && nodes.get(0).equals(members.getNodeId());
  }

  /** Whether the record's node is a member. A record without a node always counts. */
  boolean isAlive(Record record) {
    String owner = record.getMetadata().getString(OWNER);
    return owner == null || members.getNodes().contains(owner);
  }

  /** Marks a record that this node is about to publish. */
  void tagWithOwner(Record record) {
    record.getMetadata().put(OWNER, members.getNodeId());
  }

  /** Remembers a record that was published, to restore it if it gets lost. */
  void published(Record record) {
    own.put(record.getRegistration(), record);
  }

  /**
   * Forgets a record. Other nodes register the same event-bus address, so this node's registration
   * is removed, too: callers of theirs must not end up here.
   */
  Future<Void> drop(String registration) {
    Record gone = own.remove(registration);
    return gone == null
        ? Future.succeededFuture()
        : members.unregister(gone.getLocation().getString(Record.ENDPOINT));
  }

  /** The records that should exist, by registration. */
  Map<String, Record> own() {
    return own;
  }
}
