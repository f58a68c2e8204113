package insurancecontract.faults;

import insurancecontract.chassis.launch.Await;
import insurancecontract.faults.People.Reply;
import insurancecontract.launch.Services;
import insurancecontract.standalone.Wiring;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/**
 * How soon a change is seen by the one browser that it concerns, first with nobody else connected,
 * then among many who are connected to the same process of the view, each listening for a customer
 * of its own. Apart from them the platform is idle: one application after another is made and
 * approved.
 */
public final class Audience implements AutoCloseable {
  private static final int WARM_UP = 100;
  private static final int CONNECTING_AT_ONCE = 50;
  private static final Duration CONNECTED_WITHIN = Duration.ofMinutes(10);
  private static final Duration HEARD_WITHIN = Duration.ofSeconds(10);
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);

  /** As often as the pages do. */
  private static final long PING_MS = 5_000;

  private static final Duration ALONE_MAX = Duration.ofMillis(100);
  private static final Duration AMONG_MANY_MAX = Duration.ofMillis(250);
  private static final long MEMORY_MAX = 1_000_000_000;

  /** A change as a browser was told of it. */
  private record Told(JsonObject row, Duration after) {}

  /**
   * What so many browsers heard.
   *
   * @param after how long after each change, in order
   * @param memory the most that the view's process ever had of it, in bytes
   */
  private record Heard(int browsers, List<Duration> after, long memory) {
    Duration percentile(int percent) {
      return after.get(Math.min(after.size() - 1, after.size() * percent / 100));
    }

    String row() {
      return "| %,d | %,d | %d | %d | %d | %d |"
          .formatted(
              browsers,
              after.size(),
              percentile(50).toMillis(),
              percentile(99).toMillis(),
              percentile(100).toMillis(),
              memory / 1_000_000);
    }
  }

  /**
   * What came of it.
   *
   * @param rows of the table
   * @param broken what should hold and does not
   */
  public record Report(List<String> rows, List<String> broken) {
    /** Whether every change was seen, and soon enough. */
    public boolean whole() {
      return broken.isEmpty();
    }

    /** A table in Markdown. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("| browsers | changes seen | median, ms | p99, ms | latest, ms | view, MB |");
      lines.add("| ---: | ---: | ---: | ---: | ---: | ---: |");
      lines.addAll(rows);
      broken.forEach(each -> lines.add("BROKEN: " + each));
      return lines;
    }
  }

  private final Vertx vertx = Vertx.vertx();
  private final Site site;
  private final People people;
  private final Replica view;
  private final int browsers;
  private final Random random;
  private final WebSocketClient client;
  private final BlockingQueue<Told> told = new LinkedBlockingQueue<>();
  private final AtomicInteger lost = new AtomicInteger();
  private final List<String> broken = new ArrayList<>();

  private Audience(Site site, int browsers, long seed) {
    this.site = site;
    this.people = new People(site.address());
    this.view = site.replicas().get(Services.VIEW + "-1");
    this.browsers = browsers;
    this.random = new Random(seed);
    this.client =
        vertx.createWebSocketClient(
            new WebSocketClientOptions()
                .setDefaultHost(Wiring.LOOPBACK)
                .setDefaultPort(view.port())
                .setMaxConnections(browsers));
  }

  /** The settings that a site for so many browsers needs: each has a customer who may sign in. */
  public static JsonObject settings(int browsers) {
    JsonArray users = new JsonArray().add(user("sue", "supervisor")).add(user("otto", "operator"));
    IntStream.range(0, browsers).forEach(number -> users.add(user(customer(number), "customer")));
    return new JsonObject().put("GATEWAY_DEMO_USERS", users).put("PUSH_SESSIONS_MAX", browsers);
  }

  private static JsonObject user(String name, String role) {
    return new JsonObject().put("name", name).put("roles", new JsonArray().add(role));
  }

  private static String customer(int number) {
    return "customer-" + number;
  }

  /**
   * Finds it out, on a site that is ready and has {@link #settings}.
   *
   * @param applications how many are made and approved for either figure
   */
  public static Report on(Site site, int browsers, int applications, long seed) {
    try (var audience = new Audience(site, browsers, seed)) {
      return audience.run(applications);
    }
  }

  private Report run(int applications) {
    connect(0, 1);
    List<Duration> unused = apply(WARM_UP, 1);
    List<String> rows = new ArrayList<>();
    rows.add(judged(heard(applications, 1), ALONE_MAX));
    connect(1, browsers);
    rows.add(judged(heard(applications, browsers), AMONG_MANY_MAX));
    broken.addAll(site.broken(QUIET_WITHIN));
    if (lost.get() > 0) broken.add(lost.get() + " pings found their connection closed");
    return new Report(rows, broken);
  }

  private String judged(Heard heard, Duration max) {
    if (heard.percentile(99).compareTo(max) > 0) broken.add("p99 is above " + max.toMillis());
    if (heard.memory() >= MEMORY_MAX) broken.add("the view takes a gigabyte or more");
    return heard.row();
  }

  private Heard heard(int applications, int among) {
    List<Duration> after = apply(applications, among);
    after.sort(Comparator.naturalOrder());
    return new Heard(among, after, memory());
  }

  /** A few at a time: it is about those who are connected, not about how they come. */
  private void connect(int from, int to) {
    var next = new AtomicInteger(from);
    List<Future<Void>> lanes =
        IntStream.range(0, CONNECTING_AT_ONCE).mapToObj(lane -> connectNext(next, to)).toList();
    Await.end(Future.all(lanes), "connecting", CONNECTED_WITHIN);
  }

  private Future<Void> connectNext(AtomicInteger next, int to) {
    int number = next.getAndIncrement();
    if (number >= to) return Future.succeededFuture();
    if (number > 0 && number % 1_000 == 0) System.err.println(number + " browsers");
    String customer = customer(number);
    return vertx
        .executeBlocking(() -> people.token(customer), false)
        .compose(token -> Browser.listen(client, "customer-status." + customer, token, this::hear))
        .compose(
            browser -> {
              // Not all of them in the same moment.
              long first = 1 + random.nextLong(PING_MS);
              long unused = vertx.setPeriodic(first, PING_MS, due -> keepAlive(browser));
              return connectNext(next, to);
            });
  }

  private void keepAlive(Browser browser) {
    browser.ping().onFailure(gone -> lost.incrementAndGet());
  }

  private void hear(JsonObject row) {
    told.add(new Told(row, Duration.between(row.getInstant("updatedAt"), Instant.now())));
  }

  private List<Duration> apply(int applications, int among) {
    List<Duration> after = new ArrayList<>();
    for (int number = 0; number < applications; number++) {
      String customer = customer(random.nextInt(among));
      Reply applied = people.apply(customer, UUID.randomUUID().toString(), "Fisrtcancer").join();
      if (applied.status() != 201) {
        broken.add("an application was answered %d".formatted(applied.status()));
        continue;
      }
      long id = applied.body().getLong("subscriptionId");
      JsonObject assigned = awaitTold(id, "UNDERWRITING", after);
      if (assigned == null) continue;
      String path = "/underwritings/" + assigned.getLong("underwritingId") + "/approve";
      people.ask("sue", "POST", path, null).join();
      JsonObject unused = awaitTold(id, "CONTRACTED", after);
    }
    return after;
  }

  /** The row with this status; null, and recorded as broken, when it does not arrive in time. */
  private JsonObject awaitTold(long id, String status, List<Duration> after) {
    try {
      long end = System.nanoTime() + HEARD_WITHIN.toNanos();
      while (true) {
        Told next = told.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (next == null) break;
        after.add(next.after());
        JsonObject row = next.row();
        if (row.getLong("subscriptionId") == id
            && row.getString("subscriptionStatus").equals(status)) return row;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    Reply row = people.ask("otto", "GET", "/subscriptionViews/" + id, null).join();
    broken.add("not told of %s, where the view has %s".formatted(status, row.body()));
    return null;
  }

  private long memory() {
    try {
      String most =
          Files.readAllLines(Path.of("/proc/" + view.pid() + "/status")).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .findFirst()
              .orElseThrow();
      return Long.parseLong(most.replaceAll("\\D", "")) * 1_024;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    Await.end(vertx.close(), "closing the browsers", QUIET_WITHIN);
  }
}
