package insurancecontract.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import insurancecontract.view.adapter.bus.BusViewChanges;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.Fold;
import insurancecontract.view.projection.Sagas;
import insurancecontract.view.projection.ViewRow;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whichever process a browser is connected to, it hears of every change. */
class TwoViewsIT {
  private static final int SUBSCRIPTIONS = 60;

  private RunningView one;
  private RunningView other;

  @BeforeEach
  void deploy() {
    one = new RunningView(new JsonObject());
    other = one.another();
  }

  @AfterEach
  void close() {
    other.close();
    one.close();
  }

  /** The newest version of each row that a process told its browsers. */
  private static Map<Long, Long> told(RunningView view) {
    Map<Long, Long> told = new ConcurrentHashMap<>();
    var unused =
        view.vertx()
            .eventBus()
            .<JsonObject>localConsumer(
                BusViewChanges.OF_DESK,
                message ->
                    told.merge(
                        message.body().getLong("subscriptionId"),
                        message.body().getLong("viewVersion"),
                        Math::max));
    return told;
  }

  private static Map<Long, Long> versions(List<Fact> facts) {
    return Fold.fold(facts).stream()
        .filter(ViewRow::isVisible)
        .collect(Collectors.toMap(ViewRow::subscriptionId, ViewRow::viewVersion));
  }

  @Test
  void each_tells_what_either_of_them_has_changed() {
    Map<Long, Long> here = told(one);
    Map<Long, Long> there = told(other);
    List<Fact> facts = Sagas.of(23, SUBSCRIPTIONS);
    one.announce(facts);
    await().until(() -> here.equals(versions(facts)));
    await().until(() -> there.equals(versions(facts)));
  }

  @Test
  void what_was_changed_while_the_signals_were_cut_is_told_too() {
    List<Fact> facts = Sagas.of(29, SUBSCRIPTIONS);
    int half = facts.size() / 2;
    Map<Long, Long> here = told(one);
    Map<Long, Long> there = told(other);
    one.announce(facts.subList(0, half));
    one.cutSignals();
    one.announce(facts.subList(half, facts.size()));
    await().until(() -> here.equals(versions(facts)));
    await().until(() -> there.equals(versions(facts)));
    assertThat(there).isNotEmpty();
  }

  @Test
  void changes_are_forgotten_once_nobody_can_ask_for_them_any_more() {
    try (var brief = new RunningView(new JsonObject().put("PUSH_RESUME_SECONDS", 1))) {
      Map<Long, Long> told = told(brief);
      List<Fact> facts = Sagas.of(31, SUBSCRIPTIONS);
      brief.announce(facts);
      await().until(() -> told.equals(versions(facts)));
      await().until(() -> brief.count("select count(*) from view_change") == 0);
    }
  }
}
