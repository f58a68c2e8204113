package insurancecontract.faults;

import insurancecontract.faults.People.Reply;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * So many clients, each of whom waits for one answer, thinks, and asks for the next. Nobody asks
 * for anything twice: an answer that is none of those a platform in order gives is a failure.
 */
final class Clients {
  private static final long THINKS_MS = 1_500;
  private static final List<String> CUSTOMERS = List.of("alice", "bob");
  private static final String UNDERWRITER = "sue";

  /** One in so many clients is an underwriter, and one in so many applications is cancelled. */
  private static final int UNDERWRITERS = 25;

  private static final int CANCELS = 8;
  private static final int DECIDED_AT_ONCE = 5;

  private final People people;
  private final List<Long> accepted = new ArrayList<>();
  private final Map<String, AtomicLong> answers = new ConcurrentHashMap<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private List<CompletableFuture<Void>> ends = List.of();
  private volatile String meanwhile = "";
  private volatile boolean ending;

  Clients(String address) {
    this.people = new People(address);
  }

  /** From now on so many of them ask. */
  void start(int count) {
    CUSTOMERS.forEach(people::signIn);
    people.signIn(UNDERWRITER);
    ends =
        IntStream.range(0, count)
            .mapToObj(client -> client % UNDERWRITERS == 0 ? underwriter() : customer(client))
            .toList();
  }

  /** What is done to the platform just now, for the record of failures. */
  void meanwhile(String done) {
    meanwhile = done;
  }

  /** Nobody begins anything any more. */
  void end() {
    ending = true;
  }

  /** Whether everyone has been answered; a mistake of ours is thrown. */
  boolean isOver() {
    ends.stream().filter(CompletableFuture::isDone).forEach(CompletableFuture::join);
    return ends.stream().allMatch(CompletableFuture::isDone);
  }

  /** Applies, looks what has become of it, and may think better of it; and so on. */
  private CompletableFuture<Void> customer(int client) {
    if (ending) return CompletableFuture.completedFuture(null);
    String customer = CUSTOMERS.get(client % CUSTOMERS.size());
    return think()
        .thenCompose(
            thought ->
                answered(
                    "apply",
                    people.apply(customer, UUID.randomUUID().toString(), "Fisrtcancer"),
                    201))
        .thenCompose(reply -> goOn(customer, reply.body().getLong("subscriptionId")))
        .thenCompose(done -> customer(client));
  }

  private CompletableFuture<Void> goOn(String customer, Long id) {
    if (id == null) return CompletableFuture.completedFuture(null);
    synchronized (accepted) {
      accepted.add(id);
    }
    return think()
        .thenCompose(
            thought ->
                // The view may not have heard of it yet.
                ask("look at the view", customer, "GET", "/subscriptionViews/" + id, 200, 404))
        .thenCompose(seen -> think())
        .thenCompose(
            thought -> ask("look at the application", customer, "GET", "/subscriptions/" + id, 200))
        .thenCompose(
            seen ->
                id % CANCELS == 0
                    // An underwriter has it already, mostly.
                    ? ask("cancel", customer, "POST", "/subscriptions/" + id + "/cancel", 202, 409)
                    : CompletableFuture.completedFuture(seen))
        .thenApply(done -> null);
  }

  private CompletableFuture<Void> underwriter() {
    if (ending) return CompletableFuture.completedFuture(null);
    return think()
        .thenCompose(
            thought ->
                ask(
                    "look at the desk",
                    UNDERWRITER,
                    "GET",
                    "/underwritings?status=ASSIGNED&limit=" + DECIDED_AT_ONCE,
                    200))
        .thenCompose(
            reply -> decide(reply.body().getJsonArray("underwritings", new JsonArray()), 0))
        .thenCompose(done -> underwriter());
  }

  private CompletableFuture<Void> decide(JsonArray cases, int next) {
    if (next == cases.size()) return CompletableFuture.completedFuture(null);
    long id = cases.getJsonObject(next).getLong("underwritingId");
    // The other underwriter may have been faster.
    return ask("approve", UNDERWRITER, "POST", "/underwritings/" + id + "/approve", 200, 409)
        .thenCompose(done -> decide(cases, next + 1));
  }

  private static CompletableFuture<Void> think() {
    return Traffic.later(THINKS_MS);
  }

  private CompletableFuture<Reply> ask(
      String what, String user, String method, String path, Integer... expected) {
    return answered(what, people.ask(user, method, path, null), expected);
  }

  private CompletableFuture<Reply> answered(
      String what, CompletableFuture<Reply> asked, Integer... expected) {
    return asked.thenApply(
        reply -> {
          String answer = what + ": " + (reply.status() == 0 ? "no answer" : reply.status());
          answers.computeIfAbsent(answer, none -> new AtomicLong()).incrementAndGet();
          if (!Set.of(expected).contains(reply.status())) {
            failures.add(
                "%s %s after %d ms, %s"
                    .formatted(answer, code(reply.body()), reply.millis(), meanwhile));
          }
          return reply;
        });
  }

  private static String code(JsonObject problem) {
    return problem.getString("code", "");
  }

  /** The applications that were accepted. */
  List<Long> accepted() {
    synchronized (accepted) {
      return List.copyOf(accepted);
    }
  }

  /** How often each call got each answer. */
  Map<String, Long> answers() {
    Map<String, Long> counts = new TreeMap<>();
    answers.forEach((answer, count) -> counts.put(answer, count.get()));
    return counts;
  }

  /** What was answered otherwise than it should have been, and what was done meanwhile. */
  List<String> failures() {
    return List.copyOf(failures);
  }
}
