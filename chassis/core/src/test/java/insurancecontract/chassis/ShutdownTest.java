package insurancecontract.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private final List<String> closed = new ArrayList<>();
  private final Shutdown shutdown = new Shutdown();

  @Test
  void what_was_opened_last_is_closed_first_and_each_waits_for_the_one_before() {
    Promise<Void> slow = Promise.promise();
    shutdown.add("pool", () -> close("pool"));
    shutdown.add("relay", slow::future);
    shutdown.add("http", () -> close("http"));
    Future<Void> run = shutdown.run();
    assertThat(closed).containsExactly("http");

    slow.complete();
    assertThat(closed).containsExactly("http", "pool");
    assertThat(run.succeeded()).isTrue();
  }

  @Test
  void one_that_fails_or_throws_does_not_keep_the_others_open() {
    shutdown.add("pool", () -> close("pool"));
    shutdown.add("relay", () -> Future.failedFuture("stuck"));
    shutdown.add(
        "http",
        () -> {
          throw new AssertionError("broken");
        });

    assertThat(shutdown.run().succeeded()).isTrue();
    assertThat(closed).containsExactly("pool");
  }

  @Test
  void a_second_run_closes_nothing_again() {
    shutdown.add("pool", () -> close("pool"));
    assertThat(shutdown.run().succeeded()).isTrue();
    assertThat(shutdown.run().succeeded()).isTrue();
    assertThat(closed).containsExactly("pool");
  }

  private Future<Void> close(String part) {
    closed.add(part);
    return Future.succeededFuture();
  }
}
