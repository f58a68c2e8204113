package insurancecontract.view.adapter.bus;

import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.identity.Caller;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.handler.sockjs.SockJSSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A browser's connection: its owner, its expiry, and how far the browser is behind.
 *
 * <p>Belongs to one event loop.
 */
final class PushSession {
  private static final int NONE = -1;

  private final Vertx vertx;
  private final SockJSSocket socket;
  private final int unreadMax;

  private final long openedAt = System.nanoTime();

  /** The subject of the first accepted registration; null before that. */
  private String subject;

  private long end = NONE;
  private boolean over;

  /** Characters written to the connection and not yet sent. */
  private long unread;

  /** When the connection last made progress or had nothing left to send. */
  private long tookAt = System.nanoTime();

  /** Addresses where messages were dropped since the browser fell behind. */
  private final Set<String> missed = new HashSet<>();

  /** A connection that may buffer {@code unreadMax} characters plus one message. */
  PushSession(Vertx vertx, SockJSSocket socket, int unreadMax) {
    this.vertx = vertx;
    this.socket = socket;
    this.unreadMax = unreadMax;
  }

  /** Whether it already belongs to somebody else. */
  boolean isOfAnother(Caller caller) {
    return subject != null && !subject.equals(caller.subject());
  }

  /**
   * Handles a registration at an address where the caller may or may not listen. The token extends
   * the session if it is the caller's, or becomes so by this.
   *
   * @return whether the registration is accepted
   */
  boolean showed(Caller caller, boolean mayListen) {
    // Another registration may have been faster, or the browser has left during the check.
    if (over || isOfAnother(caller)) return false;
    if (mayListen) subject = caller.subject();
    if (subject != null) endWith(caller);
    return mayListen;
  }

  private void endWith(Caller caller) {
    forgetEnd();
    long seconds = caller.number("exp").orElse(0) - Instant.now().getEpochSecond();
    end = vertx.setTimer(Math.max(1, seconds * 1_000), ended -> socket.close());
  }

  private void forgetEnd() {
    if (end != NONE) vertx.cancelTimer(end);
  }

  /** Sends a message, or drops it when the browser is behind. */
  void tell(JsonObject message) {
    String address = message.getString("address");
    if (missed.contains(address)) return;
    if (unread < unreadMax) {
      write(message.encode());
    } else {
      missed.add(address);
    }
  }

  private void write(String text) {
    if (unread == 0) tookAt = System.nanoTime();
    unread += text.length();
    socket.write(text).onComplete(written -> took(text.length()));
  }

  private void took(int characters) {
    unread -= characters;
    tookAt = System.nanoTime();
    if (unread == 0) catchUp();
  }

  private void catchUp() {
    List<String> addresses = List.copyOf(missed);
    missed.clear();
    for (String address : addresses) {
      write(
          new JsonObject()
              .put("type", "rec")
              .put("address", address)
              .put("body", new JsonObject().put("reset", true))
              .encode());
    }
  }

  /** Unsent characters. */
  long unread() {
    return unread;
  }

  /** Whether it has made no progress for that long although something is waiting. */
  boolean takesNothingFor(Duration patience) {
    return unread > 0 && System.nanoTime() - tookAt > patience.toNanos();
  }

  /** Whether it is that old without any accepted registration. */
  boolean isNobodysFor(Duration patience) {
    return subject == null && System.nanoTime() - openedAt > patience.toNanos();
  }

  /** Closes it without waiting for a browser that does not read. */
  void letGo() {
    HttpServerRequest request = socket.routingContext().request();
    if (request.canUpgradeToWebSocket()) {
      Http.cut(request.connection());
    } else {
      // The connection of the first request may serve other sessions by now.
      socket.close();
    }
  }

  /** After its end. */
  void forget() {
    over = true;
    forgetEnd();
  }
}
