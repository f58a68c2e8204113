package insurancecontract.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka broker in this JVM, on loopback only, which never deletes a record.
 *
 * <p>The data outlives the broker, also a kill of the JVM, and a restart may have other ports.
 */
public final class EmbeddedKafka implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);
  private static final int NODE = 1;
  private static final int ATTEMPTS_MAX = 3;
  private static final String BROKER = "BROKER";
  private static final String CONTROLLER = "CONTROLLER";
  private static final String GUARDED = "GUARDED";

  /**
   * A door by TLS where clients say who they are, by SCRAM-SHA-512.
   *
   * @param keys a PKCS #12 file with the broker's key and certificate, and no other
   * @param keysPassword of that file
   * @param user the one who is let in
   * @param password of the user
   */
  public record Guard(Path keys, String keysPassword, String user, String password) {}

  /** Stands in the directory while nobody runs on it and the last one stopped in good order. */
  private static final String CLEAN = "stopped-cleanly";

  private final DirectoryLock lock;
  private final Scratch scratch;
  private final Path clean;
  private final AtomicBoolean closed = new AtomicBoolean();
  private final Map<String, Integer> doors;
  private final Guard guard;
  private final Map<String, Integer> ports = new HashMap<>();
  private KafkaRaftServer server;

  private EmbeddedKafka(Path directory, Scratch scratch, Map<String, Integer> doors, Guard guard) {
    this.doors = doors;
    this.guard = guard;
    this.lock = DirectoryLock.take(directory);
    this.scratch = scratch;
    this.clean = directory.resolve(CLEAN);
  }

  /** Starts on the data that the directory keeps, or on none when it is new. */
  public static EmbeddedKafka start(Path directory) {
    return start(directory, Map.of());
  }

  /**
   * Starts with further doors, each for clients that come by a way of their own: whoever enters by
   * one is told that the broker is at the port given for it on this machine, and nowhere else.
   *
   * @param doors by name, in capital letters, the port that clients are told
   */
  public static EmbeddedKafka start(Path directory, Map<String, Integer> doors) {
    return start(directory, null, doors, null);
  }

  /** Starts on a new directory with a guarded door besides the plain one. */
  public static EmbeddedKafka start(Path directory, Guard guard) {
    return start(directory, null, Map.of(), guard);
  }

  /** Starts without data, and forgets everything when closed. */
  public static EmbeddedKafka throwAway() {
    Scratch scratch = Scratch.create();
    return start(scratch.directory().resolve("kafka"), scratch, Map.of(), null);
  }

  private static EmbeddedKafka start(
      Path directory, Scratch scratch, Map<String, Integer> doors, Guard guard) {
    Path home = directory.toAbsolutePath().normalize();
    if (home.toString().contains(",")) {
      throw new EmbeddedFailure(
          "Kafka takes the comma in " + home + " for the end of a path: choose another directory");
    }
    var kafka = new EmbeddedKafka(home, scratch, doors, guard);
    try {
      kafka.launch(home.resolve("data"));
      return kafka;
    } catch (RuntimeException e) {
      kafka.release();
      throw e;
    } catch (IOException e) {
      kafka.release();
      throw new EmbeddedFailure("The directory " + home + " cannot be written", e);
    }
  }

  /**
   * Kafka halts the JVM when it cannot write its data, and shutdown hooks do not run then.
   *
   * @param action is done before, the latest one given
   */
  public static void beforeHalt(Runnable action) {
    Exit.setHaltProcedure((status, why) -> halt(action, status));
    Exit.setExitProcedure((status, why) -> halt(action, status));
  }

  private static void halt(Runnable action, int status) {
    try {
      LOG.atError().addKeyValue("status", status).log("Kafka has failed and ends this process");
      action.run();
    } finally {
      Runtime.getRuntime().halt(status);
    }
  }

  /** What clients need to find the broker; another port after each start. */
  public String bootstrapServers() {
    return Ports.HOST + ":" + ports.get(BROKER);
  }

  /** The guarded door; another port after each start. */
  public String guardedServers() {
    return Ports.HOST + ":" + port(GUARDED);
  }

  /** The port at which a door really is; another one after each start. */
  public int port(String door) {
    return ports.get(door);
  }

  /** Stops the broker. Closing again does nothing. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      server.shutdown();
      server.awaitShutdown();
      Files.write(clean, new byte[0]);
    } catch (IOException e) {
      throw new EmbeddedFailure("Kafka's directory cannot be written", e);
    } finally {
      release();
    }
  }

  private void release() {
    lock.close();
    if (scratch != null) {
      scratch.close();
    }
  }

  /** Another process may take a free port before us; then other ports will do. */
  private void launch(Path data) throws IOException {
    boolean killed = Files.exists(data) && !Files.deleteIfExists(clean);
    for (int attempt = 1; ; attempt++) {
      List<String> listeners = listeners();
      List<Integer> free = Ports.free(listeners.size());
      for (int i = 0; i < free.size(); i++) ports.put(listeners.get(i), free.get(i));
      try {
        format(data);
        server = new KafkaRaftServer(new KafkaConfig(settings(data, killed), false), Time.SYSTEM);
        server.startup();
        return;
      } catch (Exception e) {
        if (attempt == ATTEMPTS_MAX) {
          throw new EmbeddedFailure("Kafka on " + data + " does not start", e);
        }
      }
    }
  }

  /** A directory is formatted once; a kill in the middle leaves it unformatted. */
  private void format(Path data) throws Exception {
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    Files.createDirectories(data);
    new Formatter()
        .setPrintStream(new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8))
        .setClusterId(Uuid.randomUuid().toString())
        .setNodeId(NODE)
        .setControllerListenerName(CONTROLLER)
        .setMetadataLogDirectory(data.toString())
        .setDirectories(List.of(data.toString()))
        .setScramArguments(guard == null ? List.of() : List.of(letIn(guard)))
        .run();
  }

  private static String letIn(Guard guard) {
    return "SCRAM-SHA-512=[name=%s,password=%s]".formatted(guard.user(), guard.password());
  }

  private List<String> listeners() {
    List<String> listeners = new ArrayList<>(List.of(BROKER, CONTROLLER));
    listeners.addAll(doors.keySet());
    if (guard != null) listeners.add(GUARDED);
    return listeners;
  }

  private Map<String, String> settings(Path data, boolean killed) {
    Map<String, String> settings = new HashMap<>();
    settings.put("process.roles", "broker,controller");
    settings.put("node.id", Integer.toString(NODE));
    // Fixed voters may change their ports between starts; a dynamic quorum remembers the old ones.
    settings.put("controller.quorum.voters", NODE + "@" + Ports.HOST + ":" + ports.get(CONTROLLER));
    settings.put("listeners", joined(listeners(), name -> listener(name, ports.get(name))));
    settings.put(
        "advertised.listeners",
        joined(
            listeners().stream().filter(name -> !name.equals(CONTROLLER)).toList(),
            name -> listener(name, doors.getOrDefault(name, ports.get(name)))));
    settings.put(
        "listener.security.protocol.map",
        joined(listeners(), name -> name + (name.equals(GUARDED) ? ":SASL_SSL" : ":PLAINTEXT")));
    if (guard != null) guard(settings);
    settings.put("inter.broker.listener.name", BROKER);
    settings.put("controller.listener.names", CONTROLLER);
    settings.put("log.dirs", data.toString());

    keepEverything(settings);
    rest(settings);
    startFast(settings);
    if (killed) {
      forgetFast(settings);
    }
    staySmall(settings);
    return settings;
  }

  private void guard(Map<String, String> settings) {
    String door = "listener.name.guarded.";
    settings.put(door + "ssl.keystore.type", "PKCS12");
    settings.put(door + "ssl.keystore.location", guard.keys().toString());
    settings.put(door + "ssl.keystore.password", guard.keysPassword());
    settings.put(door + "ssl.key.password", guard.keysPassword());
    settings.put(door + "sasl.enabled.mechanisms", "SCRAM-SHA-512");
    settings.put(
        door + "scram-sha-512.sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required;");
  }

  private static String joined(List<String> names, UnaryOperator<String> each) {
    return names.stream().map(each).collect(Collectors.joining(","));
  }

  private static String listener(String name, int port) {
    return name + "://" + Ports.HOST + ":" + port;
  }

  private static void keepEverything(Map<String, String> settings) {
    settings.put("log.retention.ms", "-1");
    settings.put("log.retention.bytes", "-1");
    // The offsets of groups that were inactive for long are kept, too.
    settings.put("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
    settings.put("auto.create.topics.enable", "false");
  }

  /** While nothing happens nothing is written: a write to a full disk would end the broker. */
  private static void rest(Map<String, String> settings) {
    settings.put("metadata.max.idle.interval.ms", "0");
    settings.put("replica.high.watermark.checkpoint.interval.ms", "60000");
  }

  private static void startFast(Map<String, String> settings) {
    settings.put("group.initial.rebalance.delay.ms", "0");
    settings.put("controller.quorum.election.timeout.ms", "200");
    settings.put("controller.quorum.election.backoff.max.ms", "100");
  }

  /**
   * After a kill the controller waits for the old broker's session to lapse, nine seconds unless
   * told otherwise. It is told so only then: on a busy machine a live broker may well be silent for
   * two seconds.
   */
  private static void forgetFast(Map<String, String> settings) {
    settings.put("broker.session.timeout.ms", "2000");
    settings.put("broker.heartbeat.interval.ms", "200");
  }

  private static void staySmall(Map<String, String> settings) {
    settings.put("offsets.topic.num.partitions", "4");
    settings.put("offsets.topic.replication.factor", "1");
    settings.put("transaction.state.log.num.partitions", "1");
    settings.put("transaction.state.log.replication.factor", "1");
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.num.partitions", "1");
    settings.put("share.coordinator.state.topic.replication.factor", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("default.replication.factor", "1");
    settings.put("min.insync.replicas", "1");
    settings.put("log.segment.bytes", Integer.toString(128 << 20));
    settings.put("log.index.size.max.bytes", Integer.toString(1 << 20));
    settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(2 << 20));
    settings.put("log.cleaner.io.buffer.size", Integer.toString(64 << 10));
    settings.put("num.network.threads", "2");
    settings.put("num.io.threads", "4");
    settings.put("background.threads", "2");
  }
}
