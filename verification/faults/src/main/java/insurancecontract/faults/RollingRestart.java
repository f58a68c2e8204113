package insurancecontract.faults;

import insurancecontract.launch.Services;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Restarts one process after another, as an upgrade does, under clients who never ask twice. The
 * next one's turn is when the one before has been ready for a while.
 *
 * <p>A process that leaves gives its partitions to the other one, and gets its share when it is
 * back, so this is also the proof that consumers may come and go at any time.
 */
public final class RollingRestart {
  private static final Duration ENDS_WITHIN = Duration.ofSeconds(20);
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);
  private static final Duration SHARED_WITHIN = Duration.ofSeconds(30);
  private static final Duration SERVED_WITHIN = Duration.ofMinutes(2);
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);

  /** {@code minReadySeconds} of the Deployments in k8s. */
  private static final Duration READY_FOR = Duration.ofSeconds(3);

  /** Twelve of each topic that a service hears. */
  private static final Map<String, Integer> PARTITIONS =
      Map.of(
          Services.SUBSCRIPTION, 24,
          Services.PAYMENT, 12,
          Services.UNDERWRITING, 12,
          Services.VIEW, 36);

  /** Of two processes each has at least so much of the partitions. */
  private static final double SHARE_MIN = 0.25;

  private static final int SHOWN_MAX = 50;

  /**
   * What to do.
   *
   * @param rounds in each of which every one of these is restarted once
   * @param replicas by name, in this order
   * @param clients who ask meanwhile
   */
  public record Plan(int rounds, List<String> replicas, int clients) {}

  /**
   * What came of it.
   *
   * @param restarts of processes
   * @param longestEnd from SIGTERM to the end of a process
   * @param longestStart until it said that it is ready
   * @param answers how often each call got each answer
   * @param failures answers that a platform in order does not give
   * @param quiet from the last answer until nothing was under way
   * @param broken what should hold and does not
   */
  public record Report(
      int restarts,
      Duration lasted,
      Duration longestEnd,
      Duration longestStart,
      Map<String, Long> answers,
      List<String> failures,
      Duration quiet,
      List<String> broken) {
    /** Whether nothing was lost. */
    public boolean whole() {
      return failures.isEmpty() && broken.isEmpty();
    }

    /** A table in Markdown. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>(List.of("| what | how many |", "| --- | ---: |"));
      lines.add("| processes restarted | %d |".formatted(restarts));
      lines.add(seconds("all of it", lasted));
      lines.add(seconds("longest from SIGTERM to the end, with 0", longestEnd));
      lines.add(seconds("longest from the start to ready", longestStart));
      answers.forEach((answer, count) -> lines.add("| %s | %,d |".formatted(answer, count)));
      lines.add(
          "| **requests** | %,d |"
              .formatted(answers.values().stream().mapToLong(Long::longValue).sum()));
      lines.add("| **requests failed** | %,d |".formatted(failures.size()));
      lines.add("| **invariants broken** | %,d |".formatted(broken.size()));
      lines.add(seconds("time to quiet", quiet));
      Stream.concat(
              failures.stream().map(each -> "FAILED: " + each),
              broken.stream().map(each -> "BROKEN: " + each))
          .limit(SHOWN_MAX)
          .forEach(lines::add);
      return lines;
    }

    private static String seconds(String what, Duration duration) {
      return "| %s | %.1f s |".formatted(what, duration.toMillis() / 1e3);
    }
  }

  private final Site site;
  private final Plan plan;
  private final Clients clients;
  private final Shares shares;
  private final List<String> broken = new ArrayList<>();
  private Duration longestEnd = Duration.ZERO;
  private Duration longestStart = Duration.ZERO;
  private int restarts;

  private RollingRestart(Site site, Plan plan, Shares shares) {
    this.site = site;
    this.plan = plan;
    this.clients = new Clients(site.address());
    this.shares = shares;
  }

  /** What the site needs: where processes share a busy machine, slow is no failure. */
  static JsonObject settings() {
    return new JsonObject().put("BREAKER_TIMEOUT_MS", 10_000);
  }

  /** Does it, on a site that is ready and has two processes of each service. */
  public static Report on(Site site, Plan plan) {
    try (var shares = new Shares(site.broker().bootstrapServers())) {
      return new RollingRestart(site, plan, shares).run();
    }
  }

  private Report run() {
    long begin = System.nanoTime();
    clients.start(plan.clients());
    Site.await(
        "so many were served that all is warm",
        SERVED_WITHIN,
        () -> clients.accepted().size() >= plan.clients());
    for (int round = 1; round <= plan.rounds(); round++) {
      for (String name : plan.replicas()) restart(site.replicas().get(name));
    }
    clients.end();
    Site.await("everyone is answered", SERVED_WITHIN, clients::isOver);
    long answered = System.nanoTime();
    broken.addAll(site.broken(QUIET_WITHIN));
    Duration quiet = since(answered);
    Ends ends = Ends.of(site.databases());
    broken.addAll(ends.unfinished());
    broken.addAll(ends.missing(clients.accepted()));
    int applied = ends.byStatus().values().stream().mapToInt(Integer::intValue).sum();
    if (clients.failures().isEmpty() && applied != clients.accepted().size()) {
      broken.add(
          "%d applications for %d that were accepted"
              .formatted(applied, clients.accepted().size()));
    }
    return new Report(
        restarts,
        Duration.ofNanos(answered - begin),
        longestEnd,
        longestStart,
        clients.answers(),
        clients.failures(),
        quiet,
        broken);
  }

  private void restart(Replica replica) {
    clients.meanwhile("restarting " + replica.name());
    end(replica);
    boolean hears = !replica.service().equals(Services.GATEWAY);
    if (hears) share(replica.name() + " has left its group", () -> isAlone(replica));
    long begin = System.nanoTime();
    replica.start(Optional.empty());
    Site.await(replica.name() + " is ready", READY_WITHIN, replica::isReady);
    longestStart = longer(longestStart, since(begin));
    restarts++;
    long ready = System.nanoTime();
    if (hears) share(replica.name() + " has its share", () -> isShared(replica));
    Site.await("ready for a while", READY_WITHIN, () -> since(ready).compareTo(READY_FOR) > 0);
  }

  private void end(Replica replica) {
    Replica.End end = replica.stop();
    longestEnd = longer(longestEnd, end.took());
    if (end.code() != 0 || end.took().compareTo(ENDS_WITHIN) > 0) {
      broken.add(
          "%s ended with %d after %d ms"
              .formatted(replica.name(), end.code(), end.took().toMillis()));
    }
  }

  private void share(String what, BooleanSupplier condition) {
    try {
      Site.await(what, SHARED_WITHIN, condition);
    } catch (IllegalStateException notSo) {
      broken.add(notSo.getMessage());
    }
  }

  /** Whether the other one hears everything. */
  private boolean isAlone(Replica left) {
    Map<String, Integer> now = shares.of(left.service());
    return now.size() == 1
        && !now.containsKey(left.name())
        && total(now) == PARTITIONS.get(left.service());
  }

  private boolean isShared(Replica back) {
    Map<String, Integer> now = shares.of(back.service());
    return now.size() == 2
        && total(now) == PARTITIONS.get(back.service())
        && now.values().stream().allMatch(part -> part >= SHARE_MIN * total(now));
  }

  private static int total(Map<String, Integer> shares) {
    return shares.values().stream().mapToInt(Integer::intValue).sum();
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
