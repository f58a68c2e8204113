package insurancecontract.view.adapter.bus;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.Roles;
import insurancecontract.view.adapter.Viewers;
import insurancecontract.view.query.Views;
import insurancecontract.view.query.Visibility;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.bridge.PermittedOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.sockjs.BridgeEvent;
import io.vertx.ext.web.handler.sockjs.SockJSBridgeOptions;
import io.vertx.ext.web.handler.sockjs.SockJSHandler;
import io.vertx.ext.web.handler.sockjs.SockJSHandlerOptions;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Push to browsers: the SockJS event bus bridge at {@code /eventbus}.
 *
 * <p>A browser cannot send headers with the handshake, so the token comes with each registration
 * and is checked against the address. Browsers can send nothing this way. A connection belongs to
 * the subject of its first accepted registration, and ends when the latest token of that subject
 * expires; other subjects' tokens are ignored.
 *
 * <p>A browser that reads too slowly gets nothing more until it has caught up; then it gets a reset
 * at each address where it missed something, and reads again. A session that has read nothing for
 * three heartbeats is closed, and so is one that has registered nowhere by then.
 */
public final class PushDoor implements Consumer<Router> {
  private static final Logger LOG = LoggerFactory.getLogger(PushDoor.class);
  private static final String PATH = "/eventbus/*";

  /** The longest address is that of a customer. */
  private static final int ADDRESS_LENGTH_MAX =
      BusViewChanges.OF_CUSTOMER.length() + Caller.SUBJECT_LENGTH_MAX;

  private static final int HEARTBEATS_WAITED_MAX = 3;

  private final Vertx vertx;
  private final ServiceContext context;
  private final Views views;
  private final PushSettings settings;
  private final Map<SockJSSocket, PushSession> sessions = new HashMap<>();

  /** Lets callers listen that are authenticated and may see the rows in {@code views}. */
  public PushDoor(ServiceContext context, Views views, PushSettings settings) {
    this.vertx = context.vertx();
    this.context = context;
    this.views = views;
    this.settings = settings;
    Gauge.builder("push.sessions", sessions, Map::size)
        .description("Browsers that are connected")
        .tag("service", context.name())
        .register(context.meters());
    Gauge.builder("push.unread", this, PushDoor::unread)
        .description("Characters that wait for browsers which do not read")
        .tag("service", context.name())
        .register(context.meters());
  }

  private double unread() {
    return sessions.values().stream().mapToLong(PushSession::unread).sum();
  }

  @Override
  public void accept(Router router) {
    SockJSHandlerOptions handler =
        new SockJSHandlerOptions()
            .setHeartbeatInterval(settings.heartbeatMillis())
            .setMaxBytesStreaming(settings.streamBytesMax());
    SockJSBridgeOptions bridge =
        new SockJSBridgeOptions()
            .addOutboundPermitted(outbound(BusViewChanges.OF_SUBSCRIPTION, "[0-9]{1,18}"))
            .addOutboundPermitted(outbound(BusViewChanges.OF_CUSTOMER, ".+"))
            .addOutboundPermitted(outbound(BusViewChanges.OF_DESK, ""))
            .setMaxAddressLength(ADDRESS_LENGTH_MAX)
            .setMaxHandlersPerSocket(settings.addressesMax())
            .setPingTimeout(settings.heartbeatMillis() * 6L);
    // The fallback without WebSocket sends request bodies.
    router.post(PATH).handler(BodyHandler.create(false).setBodyLimit(settings.bodyMax()));
    router.route(PATH).subRouter(SockJSHandler.create(vertx, handler).bridge(bridge, this::decide));
    // The timer ends with the verticle's context.
    vertx.setPeriodic(settings.heartbeatMillis(), due -> letGo());
  }

  private static PermittedOptions outbound(String begins, String goesOn) {
    return new PermittedOptions().setAddressRegex(begins.replace(".", "\\.") + goesOn);
  }

  private void decide(BridgeEvent event) {
    switch (event.type()) {
      case SOCKET_CREATED -> event.complete(open(event.socket()));
      case SOCKET_CLOSED -> {
        PushSession session = sessions.remove(event.socket());
        if (session != null) session.forget();
        event.complete(true);
      }
      case REGISTER -> register(event);
      case RECEIVE -> {
        // The bridge does not report when a message is written.
        event.complete(false);
        PushSession session = sessions.get(event.socket());
        if (session != null) session.tell(event.getRawMessage());
      }
      case SEND, PUBLISH -> event.complete(false);
      default -> event.complete(true);
    }
  }

  /** The bridge reports no end of a connection that is refused here. */
  private boolean open(SockJSSocket socket) {
    if (sessions.size() >= settings.sessionsMax()) return false;
    sessions.put(socket, new PushSession(vertx, socket, settings.unreadMax()));
    return true;
  }

  private void letGo() {
    Duration patience =
        Duration.ofMillis((long) HEARTBEATS_WAITED_MAX * settings.heartbeatMillis());
    for (PushSession session : List.copyOf(sessions.values())) {
      if (session.takesNothingFor(patience) || session.isNobodysFor(patience)) session.letGo();
    }
  }

  private void register(BridgeEvent event) {
    PushSession session = sessions.get(event.socket());
    JsonObject message = event.getRawMessage();
    Futures.attempt(() -> mayRegister(session, message))
        .onSuccess(event::complete)
        .onFailure(
            refused -> {
              LOG.atDebug().addKeyValue("cause", refused.toString()).log("registration refused");
              event.complete(false);
            });
  }

  private Future<Boolean> mayRegister(PushSession session, JsonObject message) {
    return context
        .identity()
        .verify(token(message.getJsonObject("headers", new JsonObject())))
        .compose(
            caller ->
                session.isOfAnother(caller)
                    ? Future.succeededFuture(false)
                    : mayListen(caller, message.getString("address", ""))
                        .map(may -> session.showed(caller, may)));
  }

  private static String token(JsonObject headers) {
    String bearer = headers.getString("Authorization", "").replaceFirst("^Bearer ", "");
    return headers.getString("token", bearer);
  }

  private Future<Boolean> mayListen(Caller caller, String address) {
    Optional<Visibility> visibility = Viewers.visibility(caller);
    if (visibility.isEmpty()) return Future.succeededFuture(false);
    boolean all = visibility.get().equals(Visibility.ALL);
    if (address.equals(BusViewChanges.OF_DESK)) {
      return Future.succeededFuture(all || caller.is(Roles.UNDERWRITER));
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
