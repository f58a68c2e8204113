package insurancecontract.chassis.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.VertxException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AwayProblemsTest {
  private static Stream<Throwable> failuresOfTheWorld() {
    return Stream.of(
        VertxException.noStackTrace("Connection is not active now, current status: CLOSED"),
        ClosedConnectionException.INSTANCE,
        new IOException("reset by peer"),
        new TimeoutException());
  }

  @ParameterizedTest
  @MethodSource("failuresOfTheWorld")
  void what_is_away_for_a_moment_is_worth_asking_again(Throwable failure) {
    assertThat(Problems.of(failure).status()).isEqualTo(503);
    assertThat(Problems.of(failure).retryAfter()).isNotNull();
  }
}
