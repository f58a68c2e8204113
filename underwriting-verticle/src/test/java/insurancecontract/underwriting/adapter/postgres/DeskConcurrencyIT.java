package insurancecontract.underwriting.adapter.postgres;

import static insurancecontract.testing.Waiting.await;
import static insurancecontract.testing.Waiting.done;
import static insurancecontract.underwriting.domain.Sample.BY_SUE;
import static insurancecontract.underwriting.domain.Sample.NOON;
import static insurancecontract.underwriting.domain.Sample.close;
import static insurancecontract.underwriting.domain.Sample.register;
import static insurancecontract.underwriting.domain.Sample.uma;
import static insurancecontract.underwriting.domain.Sample.uwe;
import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.chassis.decision.Handled;
import insurancecontract.underwriting.application.Submitted;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.DeskCommand;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two processes on one database at the same time. */
class DeskConcurrencyIT {
  private static final int CAPACITY = 20;
  private static final int SUBSCRIPTIONS = 400;
  private static final int AT_ONCE = 100;

  /** Underwriters whose kept number of open cases is not what counting says. */
  private static final String WRONG_NUMBERS =
      """
      select 1
        from underwriter u
       where open_cases <> (
             select count(*)
               from underwriting_case c
              where c.underwriter_id = u.underwriter_id
                and c.status = 'ASSIGNED')
      """;

  private static DeskDatabase database;

  private UnderwritingService here;
  private UnderwritingService there;

  @BeforeAll
  static void open() {
    database = new DeskDatabase();
  }

  @AfterAll
  static void close_database() {
    database.close();
  }

  @BeforeEach
  void staff() {
    database.empty();
    here = new UnderwritingService(new PgUnderwritingRepository(database.pool()));
    there = new UnderwritingService(new PgUnderwritingRepository(database.anotherPool()));
    done(handle(here, uma(CAPACITY), uwe(CAPACITY)));
  }

  private static Future<List<Handled<?, ?>>> handle(
      UnderwritingService service, DeskCommand... commands) {
    return Submitted.to(service, null, commands);
  }

  @Test
  void no_desk_is_ever_over_capacity_however_many_register_decide_and_close_at_once() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Future<?>> all = new ArrayList<>();
    // Both read every event, as after a rebalance.
    List<Long> order = new ArrayList<>(LongStream.rangeClosed(1, SUBSCRIPTIONS).boxed().toList());
    Collections.shuffle(order, random);
    for (long each : order) {
      all.add(handle(here, register(each), register(order.get(random.nextInt(SUBSCRIPTIONS)))));
      all.add(handle(there, register(order.get(random.nextInt(SUBSCRIPTIONS))), register(each)));
      all.add(decide(random, here));
      all.add(decide(random, there));
      if (random.nextInt(5) == 0) all.add(handle(there, close(1 + random.nextInt(SUBSCRIPTIONS))));
      if (all.size() > AT_ONCE) awaitAll(all);
    }
    awaitAll(all);

    checkAnnouncements(seed);
    assertThat(database.rows("select 1 from underwriting_case")).hasSize(SUBSCRIPTIONS);
    assertThat(database.rows("select max(underwriting_id) as last from underwriting_case"))
        .as("ids have no gaps")
        .extracting(row -> row.getLong("last"))
        .containsExactly((long) SUBSCRIPTIONS);
    assertThat(database.rows(WRONG_NUMBERS)).as("seed " + seed).isEmpty();
  }

  /** Fails on a deadlock. */
  private static void awaitAll(List<Future<?>> all) {
    done(Future.all(all));
    all.clear();
  }

  private static Future<?> decide(Random random, UnderwritingService service) {
    long id = 1L + random.nextInt(SUBSCRIPTIONS);
    return random.nextBoolean()
        ? handle(service, new Approve(id, BY_SUE, NOON))
        : handle(service, new Refuse(id, BY_SUE, "no", NOON));
  }

  /** The published events in the order of their transactions must be a possible history. */
  private static void checkAnnouncements(long seed) {
    Map<Long, Set<Long>> desks = new HashMap<>();
    Set<Long> waiting = new HashSet<>();
    for (Row row : database.rows("select type, data from outbox order by outbox_id")) {
      JsonObject data = row.getJsonObject("data");
      Long id = data.getLong("underwritingId");
      waiting.remove(id);
      desks.values().forEach(each -> each.remove(id));
      if (data.getString("underwritingStatus").equals("WAITING")) waiting.add(id);
      if (data.getString("underwritingStatus").equals("ASSIGNED")) {
        desks.computeIfAbsent(data.getLong("underwriterId"), none -> new HashSet<>()).add(id);
      }
      assertThat(desks.values())
          .as("seed " + seed)
          .allMatch(open -> open.size() <= CAPACITY, "within capacity");
    }
    int open = desks.values().stream().mapToInt(Set::size).sum();
    assertThat(waiting.isEmpty() || open == 2 * CAPACITY)
        .as("nobody waits while someone has room, seed " + seed)
        .isTrue();
  }

  @Test
  void of_two_concurrent_decisions_exactly_one_wins() {
    done(handle(here, register(1), register(2), register(3), register(4)));

    for (long id = 1; id <= 4; id++) {
      Future<List<Handled<?, ?>>> one = handle(here, new Approve(id, BY_SUE, NOON));
      Future<List<Handled<?, ?>>> other = handle(there, new Refuse(id, BY_SUE, "no", NOON));
      List<Decision<?>> decisions =
          List.of(await(one).get(0).decision(), await(other).get(0).decision());

      assertThat(decisions).hasAtLeastOneElementOfType(Decision.Accepted.class);
      assertThat(decisions).hasAtLeastOneElementOfType(Decision.Refused.class);
    }
  }

  @Test
  void two_processes_that_start_at_once_enrol_each_underwriter_once() {
    database.empty();

    done(Future.all(handle(here, uma(3), uwe(4)), handle(there, uma(3), uwe(4))));

    assertThat(database.rows("select capacity from underwriter order by underwriter_id"))
        .extracting(row -> row.getInteger("capacity"))
        .containsExactly(3, 4);
  }
}
