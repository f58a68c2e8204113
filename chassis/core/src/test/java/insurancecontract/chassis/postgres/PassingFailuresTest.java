package insurancecontract.chassis.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.Overloaded;
import io.vertx.core.Future;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PassingFailuresTest {
  @ParameterizedTest
  @ValueSource(strings = {"08006", "40001", "40P01", "53300", "55P03", "57014", "57P01", "57P03"})
  void what_the_server_refuses_for_its_own_state_passes(String state) {
    assertThat(Postgres.isPassing(refusal(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22P02", "23505", "42601", "42P01", "P0001"})
  void what_the_server_refuses_for_what_it_was_asked_does_not_pass(String state) {
    assertThat(Postgres.isPassing(refusal(state))).isFalse();
  }

  @ParameterizedTest
  @MethodSource
  void who_is_away_may_come_back(Throwable failure) {
    assertThat(Postgres.isPassing(failure)).isTrue();
  }

  static Throwable[] who_is_away_may_come_back() {
    return new Throwable[] {
      ClosedConnectionException.INSTANCE,
      new ConnectException("refused"),
      new IOException("broken pipe"),
      new TimeoutException("late"),
      new ReplyException(ReplyFailure.TIMEOUT),
      new ReplyException(ReplyFailure.NO_HANDLERS),
      new org.apache.kafka.common.errors.TimeoutException("no broker"),
      new Overloaded("queue"),
      Future.failedFuture("said without a type").cause()
    };
  }

  @ParameterizedTest
  @MethodSource
  void a_fault_of_a_program_stays(Throwable failure) {
    assertThat(Postgres.isPassing(failure)).isFalse();
  }

  static Throwable[] a_fault_of_a_program_stays() {
    return new Throwable[] {
      new IllegalArgumentException(),
      new IllegalStateException(),
      new NullPointerException(),
      new ClassCastException(),
      new ArithmeticException(),
      new UnsupportedOperationException(),
      new DecodeException("not JSON"),
      new java.time.format.DateTimeParseException("no time", "x", 0),
      new AssertionError("no evolution"),
      new StackOverflowError()
    };
  }

  private static PgException refusal(String state) {
    return new PgException("refused", "ERROR", state, null);
  }
}
