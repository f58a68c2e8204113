package insurancecontract.view.projection;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.contracts.PaymentEvent.PaymentApproved;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProjectorTest {
  private final List<ViewRow> told = new ArrayList<>();

  @Test
  void changed_rows_are_told() {
    List<Fact> facts = Sagas.assigned(7, "alice");
    Future<Void> done = new Projector(new InMemoryViewRows(), told::addAll).project(facts);
    assertThat(done.succeeded()).isTrue();
    assertThat(told).isEqualTo(Fold.fold(facts));
  }

  @Test
  void rows_of_unknown_applications_are_not_told() {
    Fact early = new Fact(new PaymentApproved(7, 2, 70, "APPROVED", 1, "KRW"), Sagas.BEGIN);
    Future<Void> done = new Projector(new InMemoryViewRows(), told::addAll).project(List.of(early));
    assertThat(done.succeeded()).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void a_repeat_is_told_again_since_nobody_may_have_heard_it_the_first_time() {
    Projector projector = new Projector(new InMemoryViewRows(), told::addAll);
    List<Fact> facts = Sagas.assigned(7, "alice");
    Future<Void> twice = projector.project(facts).compose(once -> projector.project(facts));
    assertThat(twice.succeeded()).isTrue();
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).isEqualTo(told.get(0));
  }

  @Test
  void a_batch_that_was_not_committed_is_not_told() {
    ViewRows broken = facts -> Future.failedFuture("the database is away");
    Future<Void> done = new Projector(broken, told::addAll).project(Sagas.assigned(7, "alice"));
    assertThat(done.failed()).isTrue();
    assertThat(told).isEmpty();
  }
}
