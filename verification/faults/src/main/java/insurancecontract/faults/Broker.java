package insurancecontract.faults;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Kafka broker that can be killed, with a link from each service to it. */
final class Broker implements Server {
  private static final Duration UP_WITHIN = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

  private final Path directory;
  private final Map<String, Link> links;
  private final Path said;
  private Child child;
  private volatile String bootstrapServers;

  /** Not running yet; links by the service that they come from. */
  Broker(Path directory, Map<String, Link> links) {
    this.directory = directory;
    this.links = links;
    this.said = directory.resolve("broker.json");
  }

  /** A way to it on which nothing ever goes wrong; another one after each start. */
  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public String name() {
    return "broker";
  }

  @Override
  public void start() {
    try {
      Files.deleteIfExists(said);
      child =
          Child.start(
              directory.resolve("broker.log"),
              List.of("-Xmx256m", "-cp", System.getProperty("java.class.path")),
              BrokerProgram.class,
              Stream.concat(
                      Stream.of(directory.resolve("kafka").toString(), said.toString()),
                      links.entrySet().stream()
                          .map(link -> door(link.getKey()) + "=" + link.getValue().port()))
                  .toList());
      long deadline = System.nanoTime() + UP_WITHIN.toNanos();
      while (!Files.exists(said)) {
        if (!child.isAlive() || System.nanoTime() > deadline) {
          throw new IllegalStateException("the broker did not start: see " + directory);
        }
        TimeUnit.NANOSECONDS.sleep(LOOK_AGAIN.toNanos());
      }
      JsonObject ports = new JsonObject(Files.readString(said));
      bootstrapServers = ports.getString("bootstrap");
      links.forEach((service, link) -> link.leadTo(ports.getInteger(door(service))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String door(String service) {
    return service.toUpperCase(Locale.ROOT);
  }

  @Override
  public void kill() {
    if (child != null) child.kill();
  }
}
