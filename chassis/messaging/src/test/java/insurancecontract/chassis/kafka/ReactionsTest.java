package insurancecontract.chassis.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import insurancecontract.chassis.decision.Traced;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReactionsTest {
  private record Ordered(String dish) {}

  private record Paid(long amount) {}

  private final Reactions<Record, String> reactions =
      new Reactions<Record, String>(
              Map.of(Ordered.class, "DishOrdered", Paid.class, "BillPaid")::get)
          .on(Ordered.class, ordered -> "cook " + ordered.dish())
          .on(Paid.class, paid -> "thank for " + paid.amount());

  @Test
  void each_event_leads_to_its_command_in_order_with_its_trace() {
    List<Traced<String>> commands =
        reactions.to(
            List.of(
                event("BillPaid", "a", new JsonObject().put("amount", 7)),
                event("DishOrdered", "b", new JsonObject().put("dish", "soup"))));

    assertThat(commands)
        .containsExactly(new Traced<>("thank for 7", "a"), new Traced<>("cook soup", "b"));
  }

  @Test
  void other_types_are_ignored() {
    assertThat(reactions.to(List.of(event("TableLaid", null, new JsonObject())))).isEmpty();
  }

  @Test
  void an_event_that_cannot_be_read_fails() {
    var unreadable = List.of(event("BillPaid", null, new JsonObject().put("amount", "much")));
    assertThatThrownBy(() -> reactions.to(unreadable)).isInstanceOf(DecodeException.class);
  }

  @Test
  void a_second_reaction_to_the_same_event_is_a_mistake() {
    assertThatThrownBy(() -> reactions.on(Paid.class, paid -> "count it"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static InboundEvent event(String type, String traceparent, JsonObject data) {
    return new InboundEvent("bills", 0, 1, "1", type, 1, Instant.EPOCH, traceparent, data);
  }
}
