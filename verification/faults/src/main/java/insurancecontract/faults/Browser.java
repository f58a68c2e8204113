package insurancecontract.faults;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * What a browser's page is to the bridge: a SockJS connection over WebSocket that listens at one
 * address. Its handlers run on the event loop that the connection belongs to.
 */
final class Browser {
  private final WebSocket socket;
  private final Consumer<JsonObject> heard;
  private final Promise<Browser> listens = Promise.promise();

  private Browser(WebSocket socket, Consumer<JsonObject> heard) {
    this.socket = socket;
    this.heard = heard;
  }

  /**
   * Opens the connection.
   *
   * @param heard is given each message's body
   * @return the browser once its registration stands; it fails when the registration is refused
   */
  static Future<Browser> listen(
      WebSocketClient client, String address, String token, Consumer<JsonObject> heard) {
    return client
        .connect("/eventbus/1/" + UUID.randomUUID() + "/websocket")
        .compose(socket -> new Browser(socket, heard).register(address, token));
  }

  /**
   * A registration is not acknowledged, but the same one once more is refused with another reason
   * where the first one stands.
   */
  private Future<Browser> register(String address, String token) {
    socket.textMessageHandler(this::receive);
    socket.closeHandler(closed -> listens.tryFail("the connection was closed"));
    JsonObject registration =
        new JsonObject()
            .put("type", "register")
            .put("address", address)
            .put("headers", new JsonObject().put("token", token));
    return send(registration).compose(sent -> send(registration)).compose(s -> listens.future());
  }

  /** Says that it is there, as pages do. */
  Future<Void> ping() {
    return send(new JsonObject().put("type", "ping"));
  }

  private Future<Void> send(JsonObject message) {
    return socket.writeTextMessage(new JsonArray().add(message.encode()).encode());
  }

  private void receive(String frame) {
    if (!frame.startsWith("a")) return;
    for (Object each : new JsonArray(frame.substring(1))) {
      JsonObject message = new JsonObject((String) each);
      switch (message.getString("type")) {
        case "rec" -> heard.accept(message.getJsonObject("body"));
        case "err" -> refused(message.getString("body"));
        default -> {}
      }
    }
  }

  private void refused(String reason) {
    if (reason.equals("rejected") || reason.equals("not_logged_in")) listens.tryFail(reason);
    else listens.tryComplete(this);
  }
}
