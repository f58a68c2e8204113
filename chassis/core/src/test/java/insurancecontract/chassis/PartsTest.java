package insurancecontract.chassis;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartsTest {
  private final RuntimeException broken = new IllegalStateException("broken");

  private final List<String> told = new ArrayList<>();
  private final Parts parts = new Parts();

  @Test
  void parts_start_in_order_and_stop_in_reverse() {
    parts.opened("pool", () -> say("pool closed"));
    parts.add("relay", part("relay", Future.succeededFuture()));
    parts.add("http", part("http", Future.succeededFuture()));
    parts.beforeStop("requests", () -> say("requests answered"));

    assertThat(parts.start().succeeded()).isTrue();
    assertThat(parts.stop().succeeded()).isTrue();

    assertThat(told)
        .containsExactly(
            "relay started",
            "http started",
            "requests answered",
            "http stopped",
            "relay stopped",
            "pool closed");
  }

  @Test
  void a_start_that_fails_halfway_stops_what_had_begun_and_tells_its_own_cause() {
    parts.opened("pool", () -> Future.failedFuture("cannot close either"));
    parts.add("relay", part("relay", Future.succeededFuture()));
    parts.add("http", part("http", Future.failedFuture(broken)));
    parts.add("bus", part("bus", Future.succeededFuture()));

    assertThat(parts.start().cause()).isSameAs(broken);

    assertThat(told)
        .containsExactly("relay started", "http started", "http stopped", "relay stopped");
  }

  @Test
  void a_part_that_throws_has_failed() {
    parts.opened("pool", () -> say("pool closed"));
    parts.add(
        "thrower",
        new Component() {
          @Override
          public Future<Void> start() {
            throw broken;
          }

          @Override
          public Future<Void> stop() {
            return say("thrower stopped");
          }
        });

    assertThat(parts.start().cause()).isSameAs(broken);
    assertThat(told).containsExactly("thrower stopped", "pool closed");
  }

  @Test
  void a_second_stop_does_nothing() {
    parts.opened("pool", () -> say("pool closed"));

    assertThat(parts.stop().compose(stopped -> parts.stop()).succeeded()).isTrue();
    assertThat(told).containsExactly("pool closed");
  }

  private Component part(String name, Future<Void> start) {
    return new Component() {
      @Override
      public Future<Void> start() {
        told.add(name + " started");
        return start;
      }

      @Override
      public Future<Void> stop() {
        return say(name + " stopped");
      }
    };
  }

  private Future<Void> say(String what) {
    told.add(what);
    return Future.succeededFuture();
  }
}
