package insurancecontract.chassis.cluster;

import insurancecontract.chassis.settings.Secret;
import insurancecontract.chassis.settings.Settings;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How this process joins a cluster.
 *
 * @param name only processes with the same one come together
 * @param members some of those to come together with, by their addresses; empty with {@code dns}
 * @param dns the name under which the addresses of all of them are found, if it is by one
 * @param host the address to listen at
 * @param publicHost the address that others reach it by, at the same ports
 * @param port for who belongs to it; whether a process is there is asked at the next one
 * @param busPort for messages
 * @param silence silence after which a member is considered dead
 * @param tls mutual TLS; without it, the network has to keep strangers out
 */
public record ClusterSettings(
    String name,
    List<InetSocketAddress> members,
    Optional<String> dns,
    String host,
    String publicHost,
    int port,
    int busPort,
    Duration silence,
    Optional<Tls> tls) {
  private static final String BY_DNS = "dns:";
  private static final String MEMBERS = "CLUSTER_MEMBERS";
  private static final int PORT_MAX = 65_534;

  /**
   * Keys and certificates, as PKCS #12.
   *
   * @param keys file with the own key and its certificate
   * @param trusted file with the CA that must have signed every member's certificate
   * @param password of both files
   */
  public record Tls(String keys, String trusted, Secret password) {}

  /** Reads {@code CLUSTER_*}. */
  public static Optional<ClusterSettings> from(Settings settings) {
    String members = settings.text(MEMBERS, "");
    if (members.isBlank()) return Optional.empty();
    Optional<String> dns =
        members.startsWith(BY_DNS)
            ? Optional.of(members.substring(BY_DNS.length()))
            : Optional.empty();
    String host = settings.text("CLUSTER_HOST");
    return Optional.of(
        new ClusterSettings(
            settings.text("CLUSTER_NAME", "insurancecontract"),
            dns.isPresent() ? List.of() : addresses(settings, members),
            dns,
            host,
            settings.text("CLUSTER_PUBLIC_HOST", host),
            settings.between("CLUSTER_PORT", 1, PORT_MAX, 7800),
            settings.between("CLUSTER_BUS_PORT", 1, PORT_MAX, 7810),
            settings.millis("CLUSTER_SILENCE_MS", 1_000, 60_000, 4_000),
            settings.flag("CLUSTER_TLS", true) ? Optional.of(tls(settings)) : Optional.empty()));
  }

  private static Tls tls(Settings settings) {
    return new Tls(
        settings.text("CLUSTER_KEY_STORE"),
        settings.text("CLUSTER_TRUST_STORE"),
        settings.secret("CLUSTER_STORE_PASSWORD"));
  }

  private static List<InetSocketAddress> addresses(Settings settings, String members) {
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (String member : members.split(",", -1)) {
      int colon = member.lastIndexOf(':');
      try {
        String host = member.substring(0, Math.max(colon, 0)).trim();
        int port = Integer.parseInt(member.substring(colon + 1).trim());
        if (!host.isEmpty()) addresses.add(new InetSocketAddress(host, port));
      } catch (IllegalArgumentException noPort) {
        // Counted below.
      }
    }
    if (addresses.size() != members.split(",", -1).length) {
      settings.fault(MEMBERS, members, "host:port,host:port… or dns:name");
    }
    return addresses;
  }
}
