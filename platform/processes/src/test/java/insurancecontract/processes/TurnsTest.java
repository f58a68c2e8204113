package insurancecontract.processes;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.chassis.launch.Await;
import insurancecontract.launch.Services;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Vertx vertx = Vertx.vertx();
  private final Queue<String> told = new ConcurrentLinkedQueue<>();

  @AfterEach
  void close() {
    Await.end(vertx.close(), "closing", PATIENCE);
  }

  @Test
  void who_calls_others_stops_before_they_do() {
    turns(Services.ALL, () -> vertx.timer(50)).stop(PATIENCE);

    List<String> order = List.copyOf(told);
    assertThat(order).hasSize(10);
    assertThat(order.subList(0, 4))
        .containsExactly(
            "stop gateway", "gateway ended", "stop subscription", "subscription ended");
  }

  @Test
  void those_that_are_not_here_take_no_turn() {
    turns(List.of(Services.VIEW), Future::succeededFuture).stop(PATIENCE);

    assertThat(told).containsExactly("stop view", "view ended");
  }

  @Test
  void services_that_never_end_take_no_longer_together_than_allowed() {
    Turns turns = turns(Services.ALL, () -> Promise.promise().future());
    long begin = System.nanoTime();

    turns.stop(Duration.ofMillis(600));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
    assertThat(told).hasSize(5).startsWith("stop gateway", "stop subscription");
  }

  private Turns turns(List<String> services, Supplier<Future<?>> end) {
    Map<String, String> deployed = new HashMap<>();
    for (String service : services) {
      Future<String> started = vertx.deployVerticle(new Stopping(service, end));
      deployed.put(service, Await.done(started, "starting", PATIENCE));
    }
    return new Turns(vertx, deployed);
  }

  /** Does nothing but stop. */
  private final class Stopping extends VerticleBase {
    private final String service;
    private final Supplier<Future<?>> end;

    Stopping(String service, Supplier<Future<?>> end) {
      this.service = service;
      this.end = end;
    }

    @Override
    public Future<?> stop() {
      told.add("stop " + service);
      return end.get().onSuccess(ended -> told.add(service + " ended"));
    }
  }
}
