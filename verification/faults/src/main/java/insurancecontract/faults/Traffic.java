package insurancecontract.faults;

import insurancecontract.faults.People.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A steady load of customers who apply, ask again when they were not answered, repeat what was
 * answered, look, cancel and withdraw, and of underwriters who decide.
 */
public final class Traffic implements AutoCloseable {
  private static final int IN_FLIGHT_MAX = 256;
  private static final int ATTEMPTS_MAX = 60;
  private static final long DECIDE_EVERY_MS = 400;
  private static final List<String> PEOPLE = List.of("alice", "bob", "otto", "sue");
  private static final int NO_ANSWER = 0;
  private static final int UNAVAILABLE = 503;
  private static final Set<Integer> ASK_AGAIN = Set.of(NO_ANSWER, 429, 500, 502, UNAVAILABLE, 504);

  /** What was finally answered, never to be answered otherwise. */
  record Outcome(int status, Long subscriptionId, String code) {
    static Outcome of(Reply reply) {
      JsonObject body = reply.body();
      return new Outcome(reply.status(), body.getLong("subscriptionId"), body.getString("code"));
    }
  }

  private final People people;
  private final Random random;
  private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2);
  private final Map<String, AtomicLong> answers = new ConcurrentSkipListMap<>();
  private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
  private final Map<Integer, Long> accepted = new ConcurrentHashMap<>();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicLong otherwise = new AtomicLong();
  private List<ScheduledFuture<?>> rounds = List.of();
  private volatile boolean ending;

  /** Nobody has come yet; what they do is drawn from the seed. */
  public Traffic(People people, long seed) {
    this.people = people;
    this.random = new Random(seed);
  }

  /** So many people a second from now on. */
  public void start(double perSecond) {
    long micros = (long) (1_000_000 / perSecond);
    PEOPLE.forEach(people::signIn);
    rounds =
        List.of(
            clock.scheduleAtFixedRate(this::someone, 0, micros, TimeUnit.MICROSECONDS),
            clock.scheduleWithFixedDelay(
                this::underwriter, DECIDE_EVERY_MS, DECIDE_EVERY_MS, TimeUnit.MILLISECONDS));
  }

  private void someone() {
    if (ending || inFlight.get() >= IN_FLIGHT_MAX) return;
    int dice = random.nextInt(100);
    if (dice < 60) apply(random.nextBoolean() ? "alice" : "bob", product());
    else if (dice < 70) second("cancel");
    else if (dice < 80) second("withdraw");
    else look();
  }

  /** Some premiums are declined, fail, hang, or cannot be refunded. */
  private String product() {
    int dice = random.nextInt(100);
    if (dice < 90) return dice % 2 == 0 ? "Fisrtcancer" : "Fisrtcancer3";
    if (dice < 95) return "TestDeclined";
    if (dice < 97) return "TestFails";
    return dice < 99 ? "TestHangs" : "TestRefundRefused";
  }

  private void apply(String customer, String product) {
    inFlight.incrementAndGet();
    end(
        apply(customer, UUID.randomUUID().toString(), product, 1)
            .whenComplete((done, failed) -> inFlight.decrementAndGet()));
  }

  /** A client without an answer, or asked to retry, repeats the request with the same key. */
  private CompletableFuture<Reply> apply(String customer, String key, String product, int attempt) {
    return people
        .apply(customer, key, product)
        .thenCompose(
            reply -> {
              count("apply", reply);
              if (!isFinal(reply) && attempt < ATTEMPTS_MAX && !(ending && attempt > 20)) {
                return later(300 + 50L * attempt)
                    .thenCompose(waited -> apply(customer, key, product, attempt + 1));
              }
              if (!isFinal(reply)) return CompletableFuture.completedFuture(reply);
              settled(key, reply);
              return attempt % 4 == 1 && !ending
                  ? later(1_000).thenCompose(waited -> apply(customer, key, product, attempt + 3))
                  : CompletableFuture.completedFuture(reply);
            });
  }

  /** Whether it stays so, however often it is asked again with the same key. */
  static boolean isFinal(Reply reply) {
    return !ASK_AGAIN.contains(reply.status())
        || "PAYMENT_IN_DOUBT".equals(reply.body().getString("code"));
  }

  private synchronized void settled(String key, Reply reply) {
    // Still under way is no answer that has to stay.
    if (reply.status() == 409) return;
    Outcome now = Outcome.of(reply);
    Outcome before = outcomes.putIfAbsent(key, now);
    if (before == null) {
      if (reply.status() == 201) accepted.put(accepted.size(), now.subscriptionId());
    } else if (!before.equals(now)) {
      otherwise.incrementAndGet();
      System.err.println("answered " + before + " and then " + now + " to " + key);
    }
  }

  static CompletableFuture<Void> later(long millis) {
    return CompletableFuture.runAsync(
        () -> {}, CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS));
  }

  private void second(String thought) {
    Long id = anyAccepted();
    if (id == null) return;
    end(
        counted(thought, people.ask("otto", "GET", "/subscriptions/" + id, null))
            .thenCompose(
                reply ->
                    reply.status() != 200
                        ? CompletableFuture.completedFuture(reply)
                        : counted(
                            thought,
                            people.ask(
                                reply.body().getString("customerId"),
                                "POST",
                                "/subscriptions/" + id + "/" + thought,
                                null))));
  }

  private void look() {
    Long id = anyAccepted();
    if (id == null) return;
    end(counted("look", people.ask("otto", "GET", "/subscriptionViews/" + id, null)));
  }

  /** Mostly a late one: the earlier ones have come to their end. */
  private Long anyAccepted() {
    int size = accepted.size();
    return size == 0 ? null : accepted.get(size - 1 - random.nextInt(Math.min(size, 200)));
  }

  private void underwriter() {
    if (ending || inFlight.get() >= IN_FLIGHT_MAX) return;
    JsonArray cases =
        counted("desk", people.ask("sue", "GET", "/underwritings?status=ASSIGNED&limit=100", null))
            .join()
            .body()
            .getJsonArray("underwritings", new JsonArray());
    for (Object each : cases) decide((JsonObject) each);
  }

  private void decide(JsonObject open) {
    int dice = random.nextInt(100);
    String path = "/underwritings/" + open.getLong("underwritingId");
    if (dice < 50) end(counted("decide", people.ask("sue", "POST", path + "/approve", null)));
    else if (dice < 75) {
      JsonObject reason = new JsonObject().put("reason", "by lot");
      end(counted("decide", people.ask("sue", "POST", path + "/refuse", reason)));
    }
  }

  private CompletableFuture<Reply> counted(String what, CompletableFuture<Reply> asked) {
    inFlight.incrementAndGet();
    return asked.thenApply(
        reply -> {
          inFlight.decrementAndGet();
          count(what, reply);
          return reply;
        });
  }

  /** Nobody waits for it; a mistake of ours is counted, so that it does not go unnoticed. */
  private void end(CompletableFuture<Reply> asked) {
    var unused =
        asked.exceptionally(
            mistake -> {
              otherwise.incrementAndGet();
              mistake.printStackTrace();
              return null;
            });
  }

  private void count(String what, Reply reply) {
    String kind = what + " " + (reply.status() == NO_ANSWER ? "no answer" : reply.status());
    answers.computeIfAbsent(kind, none -> new AtomicLong()).incrementAndGet();
  }

  /** Nobody comes any more; those who wait for an answer go on for a while. */
  public void end() {
    if (rounds.stream().anyMatch(ScheduledFuture::isDone)) {
      throw new IllegalStateException("nobody has come any more");
    }
    ending = true;
  }

  /** Whether everyone was answered. */
  public boolean isOver() {
    return inFlight.get() == 0;
  }

  /** The applications that were answered with 201. */
  public List<Long> accepted() {
    return List.copyOf(accepted.values());
  }

  /** How often each answer was given. */
  public Map<String, Long> answers() {
    Map<String, Long> counts = new TreeMap<>();
    answers.forEach((kind, count) -> counts.put(kind, count.get()));
    return counts;
  }

  /** How often a repeated request was answered otherwise than before. */
  public long otherwise() {
    return otherwise.get();
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
