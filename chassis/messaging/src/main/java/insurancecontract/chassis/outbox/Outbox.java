package insurancecontract.chassis.outbox;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import io.vertx.sqlclient.Tuple;
import java.util.List;
import java.util.Optional;

/** Writes events in the transaction of the change that caused them. */
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

  /**
   * Appends all messages in order with one statement, in the transaction of {@code tx}. The relay
   * of the calling verticle is woken when the transaction has committed.
   */
  public static Future<Void> append(SqlClient tx, List<OutboxMessage> messages) {
    if (messages.isEmpty()) return Future.succeededFuture();
    JsonArray rows = new JsonArray();
    messages.forEach(message -> rows.add(row(message)));
    Future<Void> written = tx.preparedQuery(APPEND).execute(Tuple.of(rows)).mapEmpty();
    Optional<OutboxRelay> relay = OutboxRelay.current();
    if (relay.isEmpty()) return written.compose(done -> notifyRelay(tx));
    commit(tx, written).onSuccess(visible -> relay.get().committed());
    return written;
  }

  /** Without a transaction the statement commits itself. */
  private static Future<Void> commit(SqlClient tx, Future<Void> written) {
    Transaction open = tx instanceof SqlConnection connection ? connection.transaction() : null;
    return open == null ? written : open.completion();
  }

  /** Slow under load, since such transactions commit one after the other; rarely needed. */
  private static Future<Void> notifyRelay(SqlClient tx) {
    return tx.query(PgOutboxStore.NOTIFY).execute().mapEmpty();
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
