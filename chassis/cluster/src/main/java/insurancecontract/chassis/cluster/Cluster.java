package insurancecontract.chassis.cluster;

import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.cluster.ClusterSettings.Tls;
import insurancecontract.chassis.discovery.Nodes;
import insurancecontract.chassis.launch.Await;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.PfxOptions;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.infinispan.configuration.cache.CacheMode;
import org.infinispan.configuration.cache.Configuration;
import org.infinispan.configuration.cache.ConfigurationBuilder;
import org.infinispan.configuration.global.GlobalConfigurationBuilder;
import org.infinispan.configuration.global.ShutdownHookBehavior;
import org.infinispan.conflict.MergePolicy;
import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.remoting.transport.jgroups.JGroupsTransport;
import org.jgroups.JChannel;
import org.jgroups.protocols.Discovery;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FD_SOCK2;
import org.jgroups.protocols.FRAG4;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.MFC;
import org.jgroups.protocols.RED;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UFC;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.dns.DNS_PING;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;
import org.jgroups.util.TLS;
import org.jgroups.util.TLSClientAuth;

/**
 * A clustered Vert.x. Shared data is replicated to every member, so nothing is lost however many
 * members are killed at once.
 */
public final class Cluster {
  private static final Duration JOIN_MAX = Duration.ofSeconds(60);

  /** How long a suspected member is probed again before it is removed. */
  private static final long VERIFY_MS = 1_000;

  private static final long MERGE_MIN_MS = 1_000;
  private static final long MERGE_MAX_MS = 5_000;

  /** How long a joining member looks for others before it starts a cluster alone. */
  private static final long JOIN_MS = 4_000;

  /**
   * A discovery request is lost when two members connect to each other at the same time, and a
   * member without an answer may start a cluster alone: so it is sent more than once.
   */
  private static final int DISCOVERY_RUNS = 4;

  private static final long LEAVE_MS = 500;

  /** How soon a dead connection of the event bus is noticed. */
  private static final long PING_MS = 2_000;

  private static final int CONNECT_MS = 1_000;
  private static final long REMOTE_MS = 4_000;
  private static final int CREDITS = 4_000_000;
  private static final int FRAGMENT = 60_000;

  private static final String TEMPLATE = "__vertx.distributed.cache.configuration";
  private static final List<String> SHARED =
      List.of("__vertx.subs", "__vertx.haInfo", "__vertx.nodeInfo");

  private Cluster() {}

  /**
   * Joins the existing members, or starts a cluster alone. Blocks until done.
   *
   * @param options of the Vert.x, beyond its event bus
   * @throws StartFailure when it cannot
   */
  public static Vertx join(ClusterSettings settings, VertxOptions options) {
    DefaultCacheManager caches = caches(settings);
    try {
      var manager = new RestoringClusterManager(caches);
      Vertx vertx =
          Await.done(
              Vertx.builder()
                  .with(options.setEventBusOptions(bus(settings)))
                  .withClusterManager(manager)
                  .buildClustered(),
              "joining the cluster",
              JOIN_MAX);
      vertx.eventBus().serializableChecker(type -> false).clusterSerializableChecker(type -> false);
      Nodes.share(vertx, manager);
      return vertx;
    } catch (RuntimeException e) {
      caches.stop();
      throw e;
    }
  }

  private static DefaultCacheManager caches(ClusterSettings settings) {
    try {
      GlobalConfigurationBuilder global = GlobalConfigurationBuilder.defaultClusteredBuilder();
      global
          .transport()
          .clusterName(settings.name())
          .transport(new JGroupsTransport(channel(settings)));
      global.shutdown().hookBehavior(ShutdownHookBehavior.DONT_REGISTER);
      global.jmx().disable();
      var caches = new DefaultCacheManager(global.build(), false);
      Configuration everywhere = everywhere();
      SHARED.forEach(name -> caches.defineConfiguration(name, everywhere));
      caches.defineConfiguration(TEMPLATE, everywhere);
      caches.start();
      return caches;
    } catch (Exception e) {
      throw new StartFailure(
          "cannot be a node at %s:%d (CLUSTER_HOST, CLUSTER_PORT): %s"
              .formatted(settings.host(), settings.port(), root(e)),
          e);
    }
  }

  /**
   * After a split, entries that only one side had are kept on all: stale ones are detected and
   * removed later.
   */
  private static Configuration everywhere() {
    var builder = new ConfigurationBuilder();
    builder
        .clustering()
        .cacheMode(CacheMode.REPL_SYNC)
        .remoteTimeout(REMOTE_MS)
        .partitionHandling()
        .mergePolicy(MergePolicy.PREFERRED_NON_NULL);
    return builder.build();
  }

  private static String root(Throwable cause) {
    return cause.getCause() == null ? cause.getMessage() : root(cause.getCause());
  }

  /** The member's name is unique per start, so that it is not taken for its predecessor. */
  private static JChannel channel(ClusterSettings settings) throws Exception {
    List<Protocol> protocols = new ArrayList<>();
    InetAddress host = InetAddress.getByName(settings.host());
    InetAddress known = InetAddress.getByName(settings.publicHost());
    TCP tcp = new TCP();
    tcp.setBindAddress(host).setBindPort(settings.port()).setPortRange(0).setExternalAddr(known);
    tcp.setSockConnTimeout(CONNECT_MS);
    tcp.setBundlerType(SeparateSends.class.getName());
    settings.tls().ifPresent(tls -> tcp.tls(tls(tls, handshake(settings))));
    protocols.add(tcp);
    protocols.add(new RED());
    protocols.add(others(settings).setValue("num_discovery_runs", DISCOVERY_RUNS));
    protocols.add(new MERGE3().setMinInterval(MERGE_MIN_MS).setMaxInterval(MERGE_MAX_MS));
    protocols.add(
        new FD_SOCK2().setBindAddress(host).setExternalAddress(known).setOffset(1).setPortRange(0));
    protocols.add(
        new FD_ALL3()
            .setTimeout(settings.silence().toMillis())
            .setInterval(settings.silence().toMillis() / 6));
    protocols.add(new VERIFY_SUSPECT2().setTimeout(VERIFY_MS));
    protocols.add(new NAKACK2().useMcastXmit(false));
    protocols.add(new UNICAST3());
    protocols.add(new STABLE());
    protocols.add(
        new GMS().setJoinTimeout(JOIN_MS).setLeaveTimeout(LEAVE_MS).printLocalAddress(false));
    protocols.add(new UFC().setMaxCredits(CREDITS));
    protocols.add(new MFC().setMaxCredits(CREDITS));
    protocols.add(new FRAG4().setFragSize(FRAGMENT));
    String start = UUID.randomUUID().toString().substring(0, 8);
    return new JChannel(protocols)
        .name(settings.publicHost() + ":" + settings.port() + "-" + start);
  }

  private static Discovery others(ClusterSettings settings) {
    if (settings.dns().isPresent()) return new DNS_PING().setDNSQuery(settings.dns().get());
    return new TCPPING().<TCPPING>setInitialHosts(settings.members()).setPortRange(0);
  }

  /** Short enough that a blocked handshake does not make this member look dead. */
  private static Duration handshake(ClusterSettings settings) {
    return settings.silence().dividedBy(2);
  }

  private static TLS tls(Tls tls, Duration handshake) {
    return new TimedTls(handshake)
        .enabled(true)
        .setKeystorePath(tls.keys())
        .setKeystorePassword(tls.password().value())
        .setTruststorePath(tls.trusted())
        .setTruststorePassword(tls.password().value())
        .setClientAuth(TLSClientAuth.NEED);
  }

  private static EventBusOptions bus(ClusterSettings settings) {
    EventBusOptions options =
        new EventBusOptions()
            .setHost(settings.host())
            .setClusterPublicHost(settings.publicHost())
            .setPort(settings.busPort())
            .setConnectTimeout(CONNECT_MS)
            .setClusterPingInterval(PING_MS)
            .setClusterPingReplyInterval(PING_MS)
            .setTrustAll(false);
    settings
        .tls()
        .ifPresent(
            tls ->
                options
                    .setSsl(true)
                    .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS)
                    .setSslHandshakeTimeout(handshake(settings).toMillis())
                    .setClientAuth(ClientAuth.REQUIRED)
                    .setKeyCertOptions(store(tls.keys(), tls))
                    .setTrustOptions(store(tls.trusted(), tls)));
    return options;
  }

  private static PfxOptions store(String path, Tls tls) {
    return new PfxOptions().setPath(path).setPassword(tls.password().value());
  }
}
