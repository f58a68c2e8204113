package insurancecontract.embedded;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One PostgreSQL and one Kafka for all tests of a JVM, started when first asked for and thrown away
 * when the JVM ends.
 *
 * <p>Tests share the servers, never their contents: each takes a database of its own, and topics
 * with names of its own.
 */
public final class SharedPlatform {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private SharedPlatform() {}

  /** The PostgreSQL of this JVM. */
  public static EmbeddedPostgres postgres() {
    return Postgres.RUNNING;
  }

  /** The Kafka broker of this JVM. */
  public static EmbeddedKafka kafka() {
    return Kafka.RUNNING;
  }

  /** A new empty database, and a role that can connect to it and to no other. */
  public static synchronized Database database(String prefix) {
    String name = prefix + "_" + DATABASES.incrementAndGet();
    byte[] secret = new byte[18];
    new SecureRandom().nextBytes(secret);
    return postgres().createDatabase(name, name, Base64.getUrlEncoder().encodeToString(secret));
  }

  private static <T extends AutoCloseable> T untilTheEnd(T server) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server), "shared-platform-close"));
    return server;
  }

  private static void close(AutoCloseable server) {
    try {
      server.close();
    } catch (Exception e) {
      throw new EmbeddedFailure("A shared server could not be closed", e);
    }
  }

  /** Loaded, and with it started, at the first use. */
  private static final class Postgres {
    static final EmbeddedPostgres RUNNING = untilTheEnd(EmbeddedPostgres.throwAway());
  }

  /** Loaded, and with it started, at the first use. */
  private static final class Kafka {
    static final EmbeddedKafka RUNNING = untilTheEnd(EmbeddedKafka.throwAway());
  }
}
