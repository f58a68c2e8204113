package insurancecontract.chassis.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.Overloaded;
import insurancecontract.chassis.TransientFailure;
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

class TransientFailuresTest {
  @ParameterizedTest
  @ValueSource(strings = {"08006", "40001", "40P01", "53300", "55P03", "57014", "57P01", "57P03"})
  void a_failure_of_the_server_is_transient(String state) {
    assertThat(Postgres.isTransient(refusal(state))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"22P02", "23505", "42601", "42P01", "P0001"})
  void a_failure_of_the_statement_is_permanent(String state) {
    assertThat(Postgres.isTransient(refusal(state))).isFalse();
  }

  @ParameterizedTest
  @MethodSource
  void an_unavailable_peer_is_transient(Throwable failure) {
    assertThat(Postgres.isTransient(failure)).isTrue();
  }

  static Throwable[] an_unavailable_peer_is_transient() {
    return new Throwable[] {
      ClosedConnectionException.INSTANCE,
      new ConnectException("refused"),
      new IOException("broken pipe"),
      new TimeoutException("late"),
      new ReplyException(ReplyFailure.TIMEOUT),
      new ReplyException(ReplyFailure.NO_HANDLERS),
      new TransientFailure("no broker", new IOException("refused")),
      new Overloaded("queue"),
      Future.failedFuture("failed without a type").cause()
    };
  }

  @ParameterizedTest
  @MethodSource
  void a_bug_is_permanent(Throwable failure) {
    assertThat(Postgres.isTransient(failure)).isFalse();
  }

  static Throwable[] a_bug_is_permanent() {
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
