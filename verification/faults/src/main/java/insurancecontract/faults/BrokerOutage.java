package insurancecontract.faults;

import insurancecontract.faults.People.Reply;
import insurancecontract.launch.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * The broker is away for a while, in which customers go on applying; then it comes back, and what
 * has gathered in the outboxes drains until every application has its case and its view.
 */
public final class BrokerOutage {
  private static final Duration DRAINED_WITHIN = Duration.ofMinutes(10);
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final String SEEN =
      "select count(*) from subscription_view where subscription_status = 'UNDERWRITING'";
  private static final String WAITS = "select count(*) from outbox";

  /**
   * What came of it.
   *
   * @param away how long the broker was away
   * @param answers how many applications got each status
   * @param backlog facts that waited in the outboxes when the broker came back
   * @param drained from when the broker could be used again until every application was seen with
   *     its underwriter
   * @param broken what should hold and does not
   */
  public record Report(
      Duration away,
      Map<Integer, Integer> answers,
      long backlog,
      Duration drained,
      List<String> broken) {
    /** Whether everyone was accepted, everything holds, and the backlog drained fast enough. */
    public boolean whole() {
      return broken.isEmpty() && answers.keySet().equals(Set.of(201)) && timesFaster() >= 10;
    }

    /** How many times faster than it had gathered the backlog drained. */
    public double timesFaster() {
      return (double) away.toMillis() / drained.toMillis();
    }

    /** A table in Markdown. */
    public List<String> lines() {
      List<String> lines = new ArrayList<>(List.of("| what | how many |", "| --- | ---: |"));
      lines.add("| broker away | %.0f s |".formatted(away.toMillis() / 1e3));
      answers.forEach(
          (status, count) ->
              lines.add("| applications answered %d | %,d |".formatted(status, count)));
      lines.add("| facts in the outboxes on its return | %,d |".formatted(backlog));
      lines.add(
          "| until every one had its underwriter and was seen | %.1f s |"
              .formatted(drained.toMillis() / 1e3));
      lines.add("| drained faster than gathered | %.1f times |".formatted(timesFaster()));
      lines.add("| **invariants broken** | %d |".formatted(broken.size()));
      broken.forEach(each -> lines.add("BROKEN: " + each));
      return lines;
    }
  }

  private final Site site;
  private final People people;

  private BrokerOutage(Site site) {
    this.site = site;
    this.people = new People(site.address());
  }

  /**
   * Makes the outage, on a site that is ready.
   *
   * @param perSecond applications a second while the broker is away
   */
  public static Report on(Site site, Duration away, double perSecond) {
    return new BrokerOutage(site).run(away, perSecond);
  }

  private Report run(Duration away, double perSecond) {
    people.signIn("alice");
    long seenBefore = seen();
    Map<Integer, Integer> answers = new TreeMap<>();
    long backlog;
    site.killBroker();
    long gone = System.nanoTime();
    try {
      List<CompletableFuture<Reply>> asked = apply(away, perSecond);
      CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new)).join();
      asked.forEach(reply -> answers.merge(reply.join().status(), 1, Integer::sum));
      backlog = waiting();
    } finally {
      site.startBroker();
    }
    long back = System.nanoTime();
    long accepted = answers.getOrDefault(201, 0);
    Site.await(
        "every application has its underwriter and is seen",
        DRAINED_WITHIN,
        () -> seen() >= seenBefore + accepted);
    Duration drained = Duration.ofNanos(System.nanoTime() - back);
    return new Report(
        Duration.ofNanos(back - gone), answers, backlog, drained, site.broken(QUIET_WITHIN));
  }

  private long seen() {
    return Ends.count(site.databases().get(Services.VIEW), SEEN);
  }

  private long waiting() {
    return Stream.of(Services.SUBSCRIPTION, Services.PAYMENT, Services.UNDERWRITING)
        .mapToLong(service -> Ends.count(site.databases().get(service), WAITS))
        .sum();
  }

  /** At a steady pace, whether or not the earlier ones are answered. */
  private List<CompletableFuture<Reply>> apply(Duration away, double perSecond) {
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    long begin = System.nanoTime();
    long all = (long) (away.toMillis() * perSecond / 1_000);
    for (long number = 0; number < all; number++) {
      long due = begin + (long) (number * 1e9 / perSecond);
      LockSupport.parkNanos(due - System.nanoTime());
      asked.add(people.apply("alice", UUID.randomUUID().toString(), "Fisrtcancer"));
    }
    return asked;
  }
}
