package insurancecontract.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.EncodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  enum Size {
    SMALL
  }

  record Line(String text) {}

  record Order(long orderId, String name, Instant at, Size size, List<Line> lines) {
    Order {
      if (orderId < 0) throw new IllegalArgumentException("negative");
    }
  }

  private static final Order ORDER =
      new Order(
          9_007_199_254_740_993L,
          "보험",
          Instant.parse("2026-03-01T12:00:00.123456Z"),
          Size.SMALL,
          List.of(new Line("a")));

  @Test
  void a_record_comes_back_as_it_was() {
    assertThat(Json.as(Json.object(ORDER), Order.class)).isEqualTo(ORDER);
    assertThat(Json.decode(Json.encode(ORDER), Order.class)).isEqualTo(ORDER);
    assertThat(Json.object(ORDER).getString("at")).isEqualTo("2026-03-01T12:00:00.123456Z");
  }

  @Test
  void the_object_is_what_the_text_says() {
    assertThat(Json.object(ORDER)).isEqualTo(new JsonObject(Json.encode(ORDER)));
  }

  @Test
  void an_object_that_is_no_such_record_is_refused() {
    for (String json : List.of("{}", "{\"orderId\":\"x\"}", "{\"orderId\":1,\"at\":\"noon\"}")) {
      assertThatThrownBy(() -> Json.as(new JsonObject(json), Order.class))
          .isInstanceOf(DecodeException.class);
    }
  }

  @Test
  void json_of_vertx_may_be_anywhere_within() {
    var mixed = Map.of("list", new JsonArray().add(new JsonObject().put("at", ORDER.at())));
    assertThat(Json.encode(mixed).toString())
        .isEqualTo("{\"list\":[{\"at\":\"2026-03-01T12:00:00.123456Z\"}]}");
  }

  @Test
  void unknown_fields_are_ignored_and_missing_ones_are_null() {
    Order order = Json.as(new JsonObject("{\"orderId\":1,\"later\":{}}"), Order.class);
    assertThat(order).isEqualTo(new Order(1, null, null, null, null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"orderId\":null}",
        "{\"orderId\":\"x\"}",
        "{\"orderId\":1,\"at\":\"noon\"}",
        "{\"orderId\":1,\"size\":\"HUGE\"}",
        "{\"orderId\":-1}",
        "{\"orderId\":99999999999999999999}",
        "[]",
        "{",
        ""
      })
  void what_is_no_such_record_is_refused(String json) {
    assertThatThrownBy(() -> Json.decode(Buffer.buffer(json), Order.class))
        .isInstanceOf(DecodeException.class);
  }

  @Test
  void what_cannot_be_written_is_refused() {
    assertThatThrownBy(() -> Json.encode(new Object())).isInstanceOf(EncodeException.class);
    assertThatThrownBy(() -> Json.object(new Object())).isInstanceOf(EncodeException.class);
  }
}
