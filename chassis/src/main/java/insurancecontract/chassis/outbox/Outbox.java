package insurancecontract.chassis.outbox;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.List;

/** Writes events beside the change that they tell of. */
public final class Outbox {
  private static final String APPEND =
      """
      insert into outbox (topic, subject, type, version, at, traceparent, data)
      select topic, subject, type, version, at, traceparent, data
        from json_to_recordset($1) as message(
             topic text, subject bigint, type text, version bigint, at timestamptz,
             traceparent text, data json)
      """;

  private Outbox() {}

  /** Appends all messages in their order with one statement, in the transaction of {@code tx}. */
  public static Future<Void> append(SqlClient tx, List<OutboxMessage> messages) {
    if (messages.isEmpty()) return Future.succeededFuture();
    JsonArray rows = new JsonArray();
    messages.forEach(message -> rows.add(row(message)));
    return tx.preparedQuery(APPEND).execute(Tuple.of(rows)).mapEmpty();
  }

  private static JsonObject row(OutboxMessage message) {
    return new JsonObject()
        .put("topic", message.topic())
        .put("subject", message.subject())
        .put("type", message.type())
        .put("version", message.version())
        .put("at", message.at().toString())
        .put("traceparent", message.traceparent())
        .put("data", message.data());
  }
}
