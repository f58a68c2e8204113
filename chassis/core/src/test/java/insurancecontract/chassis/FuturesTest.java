package insurancecontract.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FuturesTest {
  private final Vertx vertx = Vertx.vertx();
  private final Promise<String> call = Promise.promise();

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void a_result_in_time_is_the_result() {
    Future<String> limited = Futures.timeout(vertx, Duration.ofSeconds(20), call.future());
    call.complete("done");
    assertThat(limited.result()).isEqualTo("done");
  }

  @Test
  void a_failure_in_time_is_the_failure() {
    Future<String> limited = Futures.timeout(vertx, Duration.ofSeconds(20), call.future());
    call.fail("broken");
    assertThat(limited.cause()).hasMessage("broken");
  }

  @Test
  void a_time_out_fails_on_the_loop_of_the_caller_and_a_late_result_is_ignored() throws Exception {
    Context loop = vertx.getOrCreateContext();
    CompletableFuture<Throwable> failure = new CompletableFuture<>();
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
    loop.runOnContext(
        go ->
            Futures.timeout(vertx, Duration.ofMillis(10), call.future())
                .onFailure(failure::complete)
                .onFailure(late -> onLoop.complete(Vertx.currentContext() == loop)));

    assertThat(failure.get(20, TimeUnit.SECONDS)).isInstanceOf(TimeoutException.class);
    assertThat(onLoop.get(20, TimeUnit.SECONDS)).isTrue();
    call.complete("late");
  }
}
