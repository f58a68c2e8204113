package insurancecontract.browser;

import io.vertx.core.json.JsonObject;
import java.util.Map;

/** An application that an underwriter has, and whose desk it lies on. */
record Application(long subscriptionId, long underwritingId, String underwriter) {
  private static final Map<Long, String> DESKS = Map.of(77001520L, "uma", 77001521L, "uwe");

  /** From a row of the progress view. */
  static Application of(JsonObject row) {
    return new Application(
        row.getLong("subscriptionId"),
        row.getLong("underwritingId"),
        DESKS.get(row.getLong("underwriterId")));
  }
}
