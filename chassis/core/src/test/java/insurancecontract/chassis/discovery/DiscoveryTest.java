package insurancecontract.chassis.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.chassis.Service;
import insurancecontract.chassis.discovery.Location.BusAddress;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import io.vertx.core.Future;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DiscoveryTest {
  private final Service service = new Service("finder");
  private final Discovery finder = service.context().discovery();
  private final Discovery other =
      service.get(() -> Future.succeededFuture(new Discovery(service.vertx())));

  @AfterEach
  void close() {
    service.await(other::close);
    service.close();
  }

  @Test
  void what_nobody_published_is_nowhere() {
    assertThat(find("payment")).isEmpty();
  }

  @Test
  void what_another_service_publishes_is_found_at_once_although_it_was_looked_for_before() {
    assertThat(find("payment")).isEmpty();
    service.await(() -> other.publishHttp("payment", "127.0.0.1", 8081));
    await().until(() -> find("payment").equals(List.of(new HttpAddress("127.0.0.1", 8081, false))));
  }

  @Test
  void a_service_may_answer_in_both_ways() {
    service.await(() -> other.publishBus("payment", "payment.calls"));
    service.await(() -> other.publishHttp("payment", "127.0.0.1", 8081));
    await().until(() -> find("payment").size() == 2);
    assertThat(find("payment"))
        .containsExactlyInAnyOrder(
            new BusAddress("payment.calls"), new HttpAddress("127.0.0.1", 8081, false));
  }

  @Test
  void who_leaves_is_not_found_any_more_and_the_others_are() {
    service.await(() -> other.publishBus("payment", "other"));
    service.await(() -> finder.publishBus("payment", "own"));
    await().until(() -> find("payment").size() == 2);
    service.await(other::withdraw);
    await().until(() -> find("payment").equals(List.of(new BusAddress("own"))));
  }

  private List<Location> find(String name) {
    return service.get(() -> finder.find(name));
  }
}
