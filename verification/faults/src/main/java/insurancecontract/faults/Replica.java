package insurancecontract.faults;

import insurancecontract.embedded.Ports;
import insurancecontract.launch.Services;
import insurancecontract.processes.Main;
import insurancecontract.standalone.Wiring;
import io.vertx.core.json.JsonObject;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One process of a service. It is at another port after each start, and the links lead to where it
 * is. Started and ended by one thread at a time.
 */
public final class Replica {
  /** The property that says where the distribution of the services is. */
  private static final String BUILT = "faults.services";

  private static final String HEAP = "-Xmx256m";

  /** It holds the browsers' connections. */
  private static final String HEAP_OF_THE_VIEW = "-Xmx640m";

  /** Longer than any platform waits. */
  private static final long ENDS_WITHIN_SECONDS = 120;

  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(2);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWERS_WITHIN)
          .build();

  private final String service;
  private final String name;
  private final Path directory;
  private final List<Link> links;
  private JsonObject settings;
  private volatile Child child;
  private volatile int port;
  private volatile int managementPort;

  /**
   * Not running yet.
   *
   * @param settings all but its ports
   * @param links those that lead to it
   */
  Replica(String service, int number, Path directory, List<Link> links, JsonObject settings) {
    this.service = service;
    this.name = service + "-" + number;
    this.directory = directory;
    this.links = links;
    this.settings = settings.copy().put("KAFKA_INSTANCE_ID", name);
  }

  /** The service's name, and a number. */
  public String name() {
    return name;
  }

  /** The service's name. */
  public String service() {
    return service;
  }

  /**
   * Starts it, and waits for nothing.
   *
   * @param newer a folder with what a newer version adds
   */
  public void start(Optional<Path> newer) {
    List<Integer> free = Ports.free(2);
    port = free.get(0);
    managementPort = free.get(1);
    put("HTTP_PORT", port);
    put("MANAGEMENT_PORT", managementPort);
    write();
    child =
        Child.start(
            directory.resolve(name + ".log"),
            options(newer),
            Main.class,
            List.of(service, "--config", file().toString()));
    lead(port, managementPort);
  }

  private void lead(int port, int managementPort) {
    for (Link link : links) {
      link.leadTo(port);
      link.beside().leadTo(managementPort);
    }
  }

  /** As the distribution starts it: with classes that are kept ready, as far as they fit. */
  private List<String> options(Optional<Path> newer) {
    Path built = Path.of(System.getProperty(BUILT));
    String jar = built.resolve("services.jar").toString();
    return List.of(
        service.equals(Services.VIEW) ? HEAP_OF_THE_VIEW : HEAP,
        "-Xshare:auto",
        "-Xlog:disable",
        "-XX:SharedArchiveFile=" + built.resolve("services.jsa"),
        "-cp",
        newer.map(folder -> jar + File.pathSeparator + folder).orElse(jar));
  }

  private void put(String key, Object value) {
    settings.put(service.toUpperCase(Locale.ROOT) + "_" + key, value);
  }

  /** Changes settings; those that take effect while running do so in a moment. */
  void change(JsonObject changed) {
    settings = settings.copy().mergeIn(changed);
    write();
  }

  private Path file() {
    return directory.resolve(name + ".json");
  }

  /** A reader sees either the old file or the new one, never a mixture. */
  private void write() {
    try {
      Path whole = directory.resolve(name + ".json.new");
      Files.writeString(whole, settings.encode());
      Files.move(
          whole, file(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens since its last start. */
  int port() {
    return port;
  }

  /** The process, while it is there. */
  long pid() {
    return child.pid();
  }

  /** Whether the process is there, ready or not. */
  public boolean isAlive() {
    return child != null && child.isAlive();
  }

  /** Whether it says that it is ready. */
  public boolean isReady() {
    return isAlive() && health("ready") == 200;
  }

  /** Whether it says that it is alive. */
  public boolean isLive() {
    return isAlive() && health("live") == 200;
  }

  private int health(String question) {
    URI address =
        URI.create("http://" + Wiring.LOOPBACK + ":" + managementPort + "/health/" + question);
    try {
      HttpRequest request = HttpRequest.newBuilder(address).timeout(ANSWERS_WITHIN).build();
      return HTTP.send(request, BodyHandlers.discarding()).statusCode();
    } catch (IOException away) {
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  /** How it ended when it was told to: the code that it left, and the time that it took. */
  record End(int code, Duration took) {}

  /** Ends it as SIGTERM does, and waits for that; then nothing leads to it any more. */
  End stop() {
    long begin = System.nanoTime();
    child.stop();
    int code = child.end().orTimeout(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS).join().exitValue();
    lead(0, 0);
    return new End(code, Duration.ofNanos(System.nanoTime() - begin));
  }

  /** Ends it as kill -9 does; nothing leads to it any more. */
  public void kill() {
    lead(0, 0);
    if (child != null) child.kill();
  }
}
