package insurancecontract.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.faults.Link.State;
import insurancecontract.faults.People.Reply;
import insurancecontract.launch.Services;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What users feel while a part of the platform is away, and that it comes back by itself. */
@Tag("proof")
class OutagesE2E {
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(60);
  private static final Duration CATCHES_UP_WITHIN = Duration.ofSeconds(60);
  private static final String PRODUCT = "Fisrtcancer";

  @TempDir static Path directory;
  private static Site site;
  private static People people;

  @BeforeAll
  static void start() {
    site =
        new Site(
            directory,
            1,
            new JsonObject()
                .put("BREAKER_WINDOW_MS", 4_000)
                .put("BREAKER_RESET_MS", 1_000)
                .put("SWEEP_AFTER_MS", 5_000)
                .put("SWEEP_EVERY_MS", 500));
    people = new People(site.address());
    Set.of("alice", "bob", "otto").forEach(people::signIn);
  }

  @AfterAll
  static void stop() {
    site.close();
  }

  @BeforeEach
  void ready() {
    site.awaitReady();
    until("the gateway has noticed", reply -> reply.status() == 201);
  }

  @AfterEach
  void nothing_is_lost() {
    site.provider(0, 0);
    site.awaitReady();
    assertThat(site.broken(QUIET_WITHIN)).isEmpty();
  }

  /** The long form of this is a command: see docs/reliability.md for what it found. */
  @Test
  void the_broker_away_is_not_felt_and_its_backlog_drains() {
    BrokerOutage.Report report = BrokerOutage.on(site, Duration.ofSeconds(15), 10);
    report.lines().forEach(System.out::println);

    assertThat(report.answers()).containsOnlyKeys(201);
    assertThat(report.backlog()).isGreaterThanOrEqualTo(150);
  }

  @Test
  void underwriting_away_is_made_up_for_on_its_return() {
    replica(Services.UNDERWRITING).kill();

    List<Long> accepted = accepted(20);

    assertThat(statuses(accepted)).containsOnly("PAID");
    replica(Services.UNDERWRITING).start(Optional.empty());
    await()
        .atMost(CATCHES_UP_WITHIN)
        .until(() -> statuses(accepted).equals(Set.of("UNDERWRITING")));
  }

  @Test
  void the_view_away_is_made_up_for_on_its_return() {
    replica(Services.VIEW).kill();

    List<Long> accepted = accepted(20);

    replica(Services.VIEW).start(Optional.empty());
    for (long id : accepted) {
      await()
          .atMost(CATCHES_UP_WITHIN)
          .until(() -> "UNDERWRITING".equals(seen(id).getString("subscriptionStatus")));
    }
  }

  @Test
  void the_database_away_is_said_at_once_and_nobody_is_killed_for_it() {
    site.killDatabase();

    for (int i = 0; i < 20; i++) {
      Reply reply = apply("bob");
      assertThat(reply.status()).isEqualTo(503);
      assertThat(reply.retryAfter()).isNotEmpty();
      assertThat(reply.millis()).isLessThan(1_000);
      assertThat(reply.body().getString("detail")).isNotBlank();
    }
    for (String service : Services.WITH_DATABASE) {
      await().atMost(Duration.ofSeconds(10)).until(() -> !replica(service).isReady());
      assertThat(replica(service).isLive()).isTrue();
    }
    site.startDatabase();
    long back = System.nanoTime();
    until("it goes on", reply -> reply.status() == 201);
    assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofSeconds(10));
    await().atMost(Duration.ofSeconds(10)).until(OutagesE2E::allReady);
    assertThat(site.replicas().values()).allMatch(Replica::isAlive);
  }

  @Test
  void a_database_that_says_nothing_is_as_one_that_is_away() {
    Link link = site.links().get("subscription to database");
    link.become(State.SILENT);
    try {
      until("it is noticed", reply -> reply.status() == 503);
      for (int i = 0; i < 5; i++) {
        Reply reply = apply("bob");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.retryAfter()).isNotEmpty();
        assertThat(reply.millis()).isLessThan(1_000);
      }
      assertThat(replica(Services.SUBSCRIPTION).isLive()).isTrue();
    } finally {
      link.become(State.OPEN);
    }
    until("it goes on", reply -> reply.status() == 201);
  }

  @Test
  void payment_that_mostly_fails_is_left_alone_and_tried_again() {
    site.provider(0, 0.8);
    until("the breaker is open", OutagesE2E::isPaymentUnavailable);
    assertThat(refusedWithinMs()).isLessThan(200);
    site.provider(0, 0);
    until("it is closed again", reply -> reply.status() == 201);
  }

  @Test
  void payment_that_hangs_is_left_alone_and_tried_again() {
    site.provider(20_000, 0);
    // Sixteen at once, so that it does not take sixteen times as long.
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                many(16, number -> people.apply("bob", key(), PRODUCT)).stream()
                    .anyMatch(OutagesE2E::isPaymentUnavailable));
    assertThat(refusedWithinMs()).isLessThan(200);
    site.provider(0, 0);
    until("it is closed again", reply -> reply.status() == 201);
  }

  @Test
  void payment_away_is_said_at_once() {
    replica(Services.PAYMENT).kill();
    until("it is noticed", OutagesE2E::isPaymentUnavailable);
    assertThat(refusedWithinMs()).isLessThan(200);
    replica(Services.PAYMENT).start(Optional.empty());
    until("it goes on", reply -> reply.status() == 201);
  }

  @Test
  void a_thousand_repeats_of_one_request_are_one_application() {
    String key = key();
    long before = applications();
    List<CompletableFuture<Reply>> asked = new ArrayList<>();
    for (int client = 0; client < 100; client++) {
      for (int repeat = 0; repeat < 10; repeat++) asked.add(untilAnswered(key));
    }
    for (String service : List.of(Services.SUBSCRIPTION, Services.PAYMENT, Services.SUBSCRIPTION)) {
      replica(service).kill();
      replica(service).start(Optional.empty());
      site.awaitReady();
    }
    await()
        .atMost(Duration.ofMinutes(2))
        .until(() -> asked.stream().allMatch(CompletableFuture::isDone));
    assertThat(asked.stream().map(CompletableFuture::join).map(Traffic.Outcome::of).distinct())
        .hasSize(1);
    assertThat(applications() - before).isEqualTo(1);
  }

  private static Replica replica(String service) {
    return site.replicas().get(service + "-1");
  }

  private static boolean allReady() {
    return site.replicas().values().stream().allMatch(Replica::isReady);
  }

  private static String key() {
    return UUID.randomUUID().toString();
  }

  private static Reply apply(String customer) {
    return people.apply(customer, key(), PRODUCT).join();
  }

  private static <T> List<T> many(int count, IntFunction<CompletableFuture<T>> each) {
    return IntStream.range(0, count).mapToObj(each).toList().stream()
        .map(CompletableFuture::join)
        .toList();
  }

  /** Someone applies, again and again with new keys, until it comes to this. */
  private static void until(String what, Predicate<Reply> wanted) {
    await(what).atMost(Duration.ofSeconds(60)).until(() -> apply("bob"), wanted);
  }

  private static boolean isPaymentUnavailable(Reply reply) {
    return reply.status() == 503 && "PAYMENT_UNAVAILABLE".equals(reply.body().getString("code"));
  }

  /** The middle one of the times in which people are refused while payment is left alone. */
  private static long refusedWithinMs() {
    List<Reply> refused =
        Stream.generate(() -> apply("bob"))
            .limit(9)
            .filter(OutagesE2E::isPaymentUnavailable)
            .sorted(Comparator.comparing(Reply::millis))
            .toList();
    assertThat(refused).isNotEmpty().allMatch(reply -> !reply.retryAfter().isEmpty());
    return refused.get(refused.size() / 2).millis();
  }

  private static List<Long> accepted(int count) {
    List<Reply> replies = many(count, number -> people.apply("alice", key(), PRODUCT));
    assertThat(replies).allMatch(reply -> reply.status() == 201);
    return replies.stream().map(reply -> reply.body().getLong("subscriptionId")).toList();
  }

  private static Set<String> statuses(List<Long> ids) {
    return ids.stream()
        .map(id -> people.ask("alice", "GET", "/subscriptions/" + id, null).join().body())
        .map(body -> body.getString("subscriptionStatus"))
        .collect(Collectors.toSet());
  }

  private static JsonObject seen(long id) {
    return people.ask("alice", "GET", "/subscriptionViews/" + id, null).join().body();
  }

  private static CompletableFuture<Reply> untilAnswered(String key) {
    return people
        .apply("alice", key, PRODUCT)
        .thenCompose(
            reply ->
                Traffic.isFinal(reply)
                    ? CompletableFuture.completedFuture(reply)
                    : Traffic.later(100).thenCompose(waited -> untilAnswered(key)));
  }

  private static long applications() {
    return Ends.count(
        site.databases().get(Services.SUBSCRIPTION),
        "select count(*) from subscription where customer_id = 'alice'");
  }
}
