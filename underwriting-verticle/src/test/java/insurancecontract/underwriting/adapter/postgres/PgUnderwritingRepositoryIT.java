package insurancecontract.underwriting.adapter.postgres;

import static insurancecontract.testing.Waiting.done;
import static insurancecontract.testing.Waiting.failure;
import static insurancecontract.underwriting.domain.Sample.register;
import static insurancecontract.underwriting.domain.Sample.uma;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.decision.Changes;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.testing.PreparedPlans;
import insurancecontract.underwriting.application.UnderwritingRepository;
import insurancecontract.underwriting.application.UnderwritingRepositoryContract;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.CaseCommand;
import insurancecontract.underwriting.domain.Concern;
import insurancecontract.underwriting.domain.Desk;
import insurancecontract.underwriting.domain.DeskChanges;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PgUnderwritingRepositoryIT implements UnderwritingRepositoryContract {
  private static DeskDatabase database;

  @BeforeAll
  static void open() {
    database = new DeskDatabase();
  }

  @AfterAll
  static void close() {
    Set<String> readingAll = PreparedPlans.readingAll(database.pool(), 8, Set.of("underwriter"));
    database.close();
    assertThat(readingAll).isEmpty();
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  @Override
  public UnderwritingRepository repository() {
    return new PgUnderwritingRepository(database.pool());
  }

  @Override
  public List<String> announced() {
    return database
        .rows("select subject, version, type, traceparent from outbox order by outbox_id")
        .stream()
        .map(PgUnderwritingRepositoryIT::inWords)
        .toList();
  }

  private static String inWords(Row row) {
    return row.getLong("subject")
        + " v"
        + row.getLong("version")
        + " "
        + row.getString("type")
        + " "
        + row.getString("traceparent");
  }

  @Test
  void five_hundred_commands_take_as_many_statements_as_one() {
    UnderwritingService service = new UnderwritingService(repository());
    done(service.handleStaff(List.of(new Traced<>(uma(400), null))));

    int forOne = statements(service, 1, 1);
    int forFiveHundred = statements(service, 2, 500);

    assertThat(forFiveHundred).isEqualTo(forOne).isBetween(5, 10);
  }

  private static int statements(UnderwritingService service, long from, int count) {
    List<Traced<CaseCommand>> batch =
        LongStream.range(from, from + count)
            .<Traced<CaseCommand>>mapToObj(each -> new Traced<>(register(each), null))
            .toList();
    int before = database.statements();
    done(service.handle(batch));
    return database.statements() - before;
  }

  @Test
  void a_lost_connection_leaves_nothing_behind_and_the_next_try_succeeds() {
    UnderwritingService service = new UnderwritingService(repository());
    done(service.handleStaff(List.of(new Traced<>(uma(1), null))));
    List<Traced<CaseCommand>> batch = List.of(new Traced<>(register(10), null));

    assertThat(failure(cutOff(batch))).isInstanceOf(Exception.class);
    // The pool may hand out the dead connection once more before it hears of its end.
    await()
        .ignoreExceptions()
        .untilAsserted(
            () -> assertThat(database.rows("select 1 from underwriting_case")).isEmpty());

    done(service.handle(batch));

    assertThat(announced()).hasSize(2);
  }

  /** The connection ends when everything is decided and nothing is stored yet. */
  private Future<Void> cutOff(List<Traced<CaseCommand>> batch) {
    List<CaseCommand> commands = batch.stream().map(Traced::value).toList();
    return repository()
        .transact(
            Concern.of(commands),
            state -> {
              database.cutTransactionsOff();
              return new DeskChanges<>(
                  new Changes<>(Desk.decide(state, batch).cases().changes(), null), List.of());
            });
  }
}
