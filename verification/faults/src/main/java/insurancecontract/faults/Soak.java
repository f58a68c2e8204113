package insurancecontract.faults;

import insurancecontract.launch.Services;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Half of the load that the platform can bear, for a long time: what it holds at the end is what it
 * held after the first two minutes. It is looked at when all is quiet, so that nothing is counted
 * that is only under way.
 */
public final class Soak {
  private static final Duration MEASURED_FOR = Duration.ofSeconds(15);

  /** Before it is measured: processes that have just started bear a fraction of what they can. */
  private static final Duration ASKED_BEFORE = Duration.ofSeconds(60);

  private static final Duration WARMED_UP = Duration.ofMinutes(2);
  private static final Duration ANSWERED_WITHIN = Duration.ofSeconds(60);
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final int CLIENTS = 32;

  /** Live bytes move a little by what is cached; more than this is growth. */
  private static final double BYTES_GROWTH_MAX = 0.10;

  /** Threads and connections that come and go with the work. */
  private static final int FEW = 2;

  /** The default of the collector's {@code MarkSweepAlwaysCompactCount}. */
  private static final int COLLECTIONS = 4;

  private static final Pattern SPACES = Pattern.compile(" +");

  private static final String WAITS = "select count(*) from outbox";
  private static final String CONNECTIONS =
      "select count(*) from pg_stat_activity where usename = current_user";

  /** What one process or database holds of one thing. */
  private record Held(String what, long growthMax, long before, long after) {
    boolean grew() {
      return after > before + growthMax;
    }
  }

  /**
   * What came of it.
   *
   * @param bears applications a second that it bore
   * @param lasted under half of that
   * @param rows of the table, what grew marked
   * @param broken what should hold and does not
   */
  public record Report(double bears, Duration lasted, List<String> rows, List<String> broken) {
    /** Whether nothing grew and everything holds. */
    public boolean whole() {
      return broken.isEmpty();
    }

    /** A table in Markdown. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>();
      lines.add("| held when quiet | after 2 minutes | at the end |");
      lines.add("| --- | ---: | ---: |");
      lines.addAll(rows);
      lines.add("");
      lines.add(
          "%.0f minutes at %.0f a second, half of what it bore"
              .formatted(lasted.toSeconds() / 60.0, bears / 2));
      broken.forEach(each -> lines.add("BROKEN: " + each));
      return lines;
    }
  }

  private final Site site;
  private final People people;
  private final List<String> broken = new ArrayList<>();

  private Soak(Site site) {
    this.site = site;
    this.people = new People(site.address());
  }

  /** Does it, on a site that is ready. */
  public static Report on(Site site, Duration lasting, long seed) {
    return new Soak(site).run(lasting, seed);
  }

  private Report run(Duration lasting, long seed) {
    people.signIn("alice");
    double unused = bears(ASKED_BEFORE);
    double bears = bears(MEASURED_FOR);
    System.err.println("it bears %.0f applications a second".formatted(bears));
    load(bears / 2, WARMED_UP, seed);
    Map<String, Long> before = look();
    load(bears / 2, lasting.minus(WARMED_UP), seed + 1);
    Map<String, Long> after = look();
    List<String> rows = new ArrayList<>();
    before.forEach((what, count) -> rows.add(row(held(what, count, after.get(what)))));
    return new Report(bears, lasting, rows, broken);
  }

  private static Held held(String what, long before, long after) {
    long growthMax = what.contains("bytes") ? (long) (before * BYTES_GROWTH_MAX) : FEW;
    return new Held(what, growthMax, before, after);
  }

  private String row(Held held) {
    if (held.grew()) broken.add(held.what() + " grew");
    return "| %s | %,d | %,d |".formatted(held.what(), held.before(), held.after());
  }

  /** Applications a second while so many clients each wait for their answer. */
  private double bears(Duration lasting) {
    long end = System.nanoTime() + lasting.toNanos();
    AtomicLong accepted = new AtomicLong();
    CompletableFuture.allOf(
            IntStream.range(0, CLIENTS)
                .mapToObj(client -> applyUntil(end, accepted))
                .toArray(CompletableFuture[]::new))
        .join();
    return (double) accepted.get() / lasting.toSeconds();
  }

  private CompletableFuture<Void> applyUntil(long end, AtomicLong accepted) {
    return people
        .apply("alice", UUID.randomUUID().toString(), "Fisrtcancer")
        .thenCompose(
            reply -> {
              if (System.nanoTime() > end) return CompletableFuture.completedFuture(null);
              if (reply.status() == 201) accepted.incrementAndGet();
              return applyUntil(end, accepted);
            });
  }

  private void load(double perSecond, Duration lasting, long seed) {
    try (var traffic = new Traffic(people, seed)) {
      traffic.start(perSecond);
      long end = System.nanoTime() + lasting.toNanos();
      while (System.nanoTime() < end) LockSupport.parkNanos(end - System.nanoTime());
      traffic.end();
      Site.await("everyone is answered", ANSWERED_WITHIN, traffic::isOver);
    }
    broken.addAll(site.broken(QUIET_WITHIN));
  }

  private Map<String, Long> look() {
    Map<String, Long> held = new LinkedHashMap<>();
    for (Replica replica : site.replicas().values()) {
      held.put(replica.name() + ": live bytes", liveBytes(replica.pid()));
      held.put(replica.name() + ": threads", threads(replica.pid()));
    }
    for (String service : Services.WITH_DATABASE) {
      held.put(
          service + ": database connections",
          Ends.count(site.databases().get(service), CONNECTIONS));
      if (!service.equals(Services.VIEW)) {
        held.put(service + ": outbox rows", Ends.count(site.databases().get(service), WAITS));
      }
    }
    return held;
  }

  /**
   * After full collections, which the histogram makes. The serial collector leaves some of what is
   * dead where it lies, to be quicker, and counts it; one in four collections leaves nothing.
   */
  private static long liveBytes(long pid) {
    return LongStream.range(0, COLLECTIONS).map(again -> bytesInHistogram(pid)).min().orElseThrow();
  }

  private static long bytesInHistogram(long pid) {
    String total =
        jcmd(pid, "GC.class_histogram")
            .filter(line -> line.startsWith("Total"))
            .reduce((first, last) -> last)
            .orElseThrow();
    // The word, instances, bytes.
    return Long.parseLong(List.of(SPACES.split(total.trim())).get(2));
  }

  private static long threads(long pid) {
    return jcmd(pid, "Thread.print").filter(line -> line.startsWith("\"")).count();
  }

  private static Stream<String> jcmd(long pid, String command) {
    try {
      String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
      Process asked = new ProcessBuilder(jcmd, Long.toString(pid), command).start();
      return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
