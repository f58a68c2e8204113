package insurancecontract.view.adapter.bus;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.view.adapter.Viewers;
import insurancecontract.view.query.Views;
import insurancecontract.view.query.Visibility;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.BridgeEventType;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The browsers' way to hear of changes: the SockJS event bus bridge at {@code /eventbus}.
 *
 * <p>A browser cannot send headers with the handshake, so whoever registers at an address shows the
 * token with the registration, and it is held against the address there. Nothing ever comes in this
 * way. A connection ends when the latest token that it has shown ends. To a browser that reads too
 * slowly nothing more is sent until it has caught up; the next row tells it by {@code viewVersion}
 * that it missed some.
 */
public final class PushDoor implements Consumer<Router> {
  private static final String PATH = "/eventbus/*";
  private static final int BODY_MAX = 16_384;
  private static final int ADDRESS_LENGTH_MAX = 200;
  private static final int STREAM_BYTES_MAX = 131_072;

  private final Vertx vertx;
  private final ServiceContext context;
  private final Views views;
  private final PushSettings settings;

  /** The timer that ends each connection; none before its first registration. */
  private final Map<SockJSSocket, Long> ends = new HashMap<>();

  private int sessions;

  /** Lets those listen whom the context's identity knows and whose rows {@code views} shows. */
  public PushDoor(ServiceContext context, Views views, PushSettings settings) {
    this.vertx = context.vertx();
    this.context = context;
    this.views = views;
    this.settings = settings;
    Gauge.builder("push.sessions", this, door -> door.sessions)
        .description("Browsers that are connected")
        .tag("service", context.name())
        .register(context.meters());
  }

  @Override
  public void accept(Router router) {
    SockJSHandlerOptions handler =
        new SockJSHandlerOptions()
            .setHeartbeatInterval(settings.heartbeatMillis())
            .setMaxBytesStreaming(STREAM_BYTES_MAX);
    SockJSBridgeOptions bridge =
        new SockJSBridgeOptions()
            .addOutboundPermitted(outbound(BusViewChanges.OF_SUBSCRIPTION, "[0-9]{1,18}"))
            .addOutboundPermitted(outbound(BusViewChanges.OF_CUSTOMER, ".+"))
            .addOutboundPermitted(outbound(BusViewChanges.OF_DESK, ""))
            .setMaxAddressLength(ADDRESS_LENGTH_MAX)
            .setMaxHandlersPerSocket(settings.addressesMax())
            .setPingTimeout(settings.heartbeatMillis() * 6L);
    // The fallback without WebSocket sends what it has to say as bodies.
    router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(BODY_MAX));
    router.route(PATH).subRouter(SockJSHandler.create(vertx, handler).bridge(bridge, this::decide));
  }

  private static PermittedOptions outbound(String begins, String goesOn) {
    return new PermittedOptions().setAddressRegex(begins.replace(".", "\\.") + goesOn);
  }

  private void decide(BridgeEvent event) {
    BridgeEventType type = event.type();
    if (type == BridgeEventType.REGISTER) {
      register(event);
    } else if (type == BridgeEventType.SOCKET_CREATED) {
      event.complete(++sessions <= settings.sessionsMax());
    } else if (type == BridgeEventType.SOCKET_CLOSED) {
      forget(event.socket());
      event.complete(true);
    } else if (type == BridgeEventType.RECEIVE) {
      event.complete(!event.socket().writeQueueFull());
    } else {
      event.complete(type != BridgeEventType.SEND && type != BridgeEventType.PUBLISH);
    }
  }

  private void forget(SockJSSocket socket) {
    sessions--;
    Long end = ends.remove(socket);
    if (end != null) vertx.cancelTimer(end);
  }

  private void register(BridgeEvent event) {
    JsonObject message = event.getRawMessage();
    context
        .identity()
        .verify(token(message.getJsonObject("headers", new JsonObject())))
        .compose(
            caller -> {
              endWith(caller, event.socket());
              return mayListen(caller, message.getString("address", ""));
            })
        .onSuccess(event::complete)
        .onFailure(refused -> event.complete(false));
  }

  private static String token(JsonObject headers) {
    String bearer = headers.getString("Authorization", "").replaceFirst("^Bearer ", "");
    return headers.getString("token", bearer);
  }

  /** A fresher token lets the connection live on. */
  private void endWith(Caller caller, SockJSSocket socket) {
    long seconds = caller.number("exp").orElse(0) - Instant.now().getEpochSecond();
    long end = vertx.setTimer(Math.max(1, seconds * 1_000), ended -> socket.close());
    Long before = ends.put(socket, end);
    if (before != null) vertx.cancelTimer(before);
  }

  private Future<Boolean> mayListen(Caller caller, String address) {
    Optional<Visibility> visibility = Viewers.visibility(caller);
    if (visibility.isEmpty()) return Future.succeededFuture(false);
    boolean all = visibility.get().equals(Visibility.ALL);
    if (address.equals(BusViewChanges.OF_DESK)) {
      return Future.succeededFuture(all || caller.is("underwriter"));
    }
    if (address.startsWith(BusViewChanges.OF_CUSTOMER)) {
      String customer = address.substring(BusViewChanges.OF_CUSTOMER.length());
      return Future.succeededFuture(all || customer.equals(visibility.get().customerId()));
    }
    if (!address.startsWith(BusViewChanges.OF_SUBSCRIPTION)) return Future.succeededFuture(false);
    long id = Long.parseLong(address.substring(BusViewChanges.OF_SUBSCRIPTION.length()));
    return views.find(id, visibility.get()).map(Optional::isPresent);
  }
}
