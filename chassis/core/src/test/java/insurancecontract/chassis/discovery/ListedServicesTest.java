package insurancecontract.chassis.discovery;

import static insurancecontract.testing.Waiting.DEADLINE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Service;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ListedServicesTest {
  private static final Duration EVERY = Duration.ofMillis(50);
  private static final int FAILURES_MAX = 3;

  private final Service service = new Service("finder");
  private final Instance first = new Instance(7001);
  private final Instance second = new Instance(7002);

  @AfterEach
  void close() {
    service.close();
  }

  @Test
  void each_has_been_looked_at_once_before_it_has_started() {
    second.close();
    start();

    assertThat(found()).containsExactly(first.address());
    assertThat(found("view-management"))
        .containsExactly(new HttpAddress("127.0.0.1", first.managementPort(), false));
  }

  @Test
  void who_comes_later_is_found_then() {
    first.says(503, "DOWN");
    second.says(503, "DOWN");
    start();
    assertThat(found()).isEmpty();
    second.says(200, "UP");

    awaitFound(second);
  }

  @Test
  void one_failure_may_be_chance() {
    second.close();
    start();
    first.says(503, "DOWN");
    first.awaitAsked(FAILURES_MAX - 1);
    first.says(200, "UP");
    first.awaitAsked(FAILURES_MAX);

    assertThat(found()).containsExactly(first.address());
  }

  @Test
  void who_is_down_is_missed_even_if_it_is_the_last() {
    second.close();
    start();
    first.says(503, "DOWN");

    awaitFound();
  }

  @Test
  void who_leaves_is_left_to_the_others_at_once() {
    start(Integer.MAX_VALUE);
    first.says(503, "LEAVING");

    awaitFound(second);
  }

  @Test
  void the_last_one_is_found_while_it_leaves_until_another_has_come() {
    second.says(503, "DOWN");
    start();
    first.says(503, "LEAVING");
    first.awaitAsked(2 * FAILURES_MAX);
    assertThat(found()).containsExactly(first.address());

    second.says(200, "UP");
    awaitFound(second);
  }

  @Test
  void the_last_one_is_missed_once_it_does_not_answer_any_more() {
    second.close();
    start();
    first.says(503, "LEAVING");
    first.awaitAsked(FAILURES_MAX);
    assertThat(found()).containsExactly(first.address());

    first.close();
    awaitFound();
  }

  private void start() {
    start(FAILURES_MAX);
  }

  private void start(int failuresMax) {
    List<ListedService> listed =
        List.of(
            new ListedService("view", "127.0.0.1", first.port, first.managementPort()),
            new ListedService("view", "127.0.0.1", second.port, second.managementPort()));
    var checks = new ListedServices.Checks(EVERY, DEADLINE, failuresMax);
    service.await(() -> service.vertx().deployVerticle(new ListedServices(listed, checks)));
  }

  private List<Location> found() {
    return found("view");
  }

  private List<Location> found(String name) {
    return service.get(() -> service.context().discovery().find(name));
  }

  private void awaitFound(Instance... instances) {
    List<Location> wanted = List.of(instances).stream().map(Instance::address).toList();
    await().until(() -> found().equals(wanted));
  }

  /** Says of itself, at its management port, what it is told to. */
  private final class Instance {
    private final AtomicInteger asked = new AtomicInteger();
    private final int port;
    private final HttpServer server;
    private volatile int code = 200;
    private volatile String status = "UP";

    Instance(int port) {
      this.port = port;
      server =
          service.get(
              () ->
                  service
                      .vertx()
                      .createHttpServer()
                      .requestHandler(
                          question -> {
                            asked.incrementAndGet();
                            Future<Void> unused =
                                question
                                    .response()
                                    .setStatusCode(code)
                                    .end("{\"status\":\"" + status + "\"}");
                          })
                      .listen(0, "127.0.0.1"));
    }

    void says(int code, String status) {
      this.status = status;
      this.code = code;
    }

    /** So many more questions have come. */
    void awaitAsked(int more) {
      int before = asked.get();
      await().until(() -> asked.get() >= before + more);
    }

    int managementPort() {
      return server.actualPort();
    }

    Location address() {
      return new HttpAddress("127.0.0.1", port, false);
    }

    void close() {
      service.await(server::close);
    }
  }
}
