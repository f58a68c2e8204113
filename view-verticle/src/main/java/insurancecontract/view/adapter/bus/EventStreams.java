package insurancecontract.view.adapter.bus;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Json;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Http;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.identity.Caller;
import insurancecontract.view.adapter.Viewers;
import insurancecontract.view.query.RecentChanges;
import insurancecontract.view.query.Resumption;
import insurancecontract.view.query.SubscriptionView;
import insurancecontract.view.query.Visibility;
import io.micrometer.core.instrument.Gauge;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The same changes as server-sent events at {@code /events}, for clients other than our pages:
 * customers get changes of their own applications, all others get every change.
 *
 * <p>A client that reconnects with {@code Last-Event-ID} gets what it missed. One that reads too
 * slowly is disconnected and resumes the same way, so nothing is buffered for it. A stream ends
 * when its token expires.
 *
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">Server-sent
 *     events</a>
 */
public final class EventStreams implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final String CHANGE = "subscription-status";

  /** Sent when too much was missed: the client has to read the lists again. */
  private static final String RESET = "event: reset\ndata: {}\n\n";

  private record Stream(HttpServerRequest request, Optional<String> customerId) {
    HttpServerResponse response() {
      return request.response();
    }

    boolean concerns(String customer) {
      return customerId.isEmpty() || customerId.get().equals(customer);
    }
  }

  private final Vertx vertx;
  private final ServiceContext context;
  private final RecentChanges recent;
  private final PushSettings settings;
  private final Set<Stream> streams = new HashSet<>();

  /** Streams still catching up: their position must not advance past what they missed. */
  private final Set<Stream> catchingUp = new HashSet<>();

  private MessageConsumer<JsonObject> changes;
  private long heartbeat;

  /** Streams of the changes of {@code recent} and of this process. */
  public EventStreams(ServiceContext context, RecentChanges recent, PushSettings settings) {
    this.vertx = context.vertx();
    this.context = context;
    this.recent = recent;
    this.settings = settings;
    Gauge.builder("push.streams", streams, Set::size)
        .description("Streams of server-sent events that are open")
        .tag("service", context.name())
        .register(context.meters());
  }

  @Override
  public Future<Void> start() {
    changes = vertx.eventBus().localConsumer(BusViewChanges.OF_DESK, this::changed);
    heartbeat = vertx.setPeriodic(settings.heartbeatMillis(), due -> keepAlive());
    return Future.succeededFuture();
  }

  /** Clients resume at another process, from their position. */
  @Override
  public Future<Void> stop() {
    if (changes == null) return Future.succeededFuture();
    boolean unused = vertx.cancelTimer(heartbeat);
    for (Stream stream : List.copyOf(streams)) end(stream);
    return changes.unregister();
  }

  /** Mounts the streams, apart from the routes with a time limit. */
  public void mount(Router router) {
    router.get("/events").handler(Http.authenticated(context.identity())).handler(this::open);
  }

  private void open(RoutingContext request) {
    Caller caller = Http.caller(request);
    Optional<Visibility> visibility = Viewers.visibility(caller);
    if (visibility.isEmpty()) {
      request.fail(Problems.forbidden("No role of this token may hear of changes."));
      return;
    }
    if (streams.size() >= settings.sessionsMax()) {
      request.fail(
          Problems.unavailable(
              "TOO_MANY_STREAMS", "Too many streams are open here.", settings.retry()));
      return;
    }
    Stream stream =
        new Stream(request.request(), Optional.ofNullable(visibility.get().customerId()));
    long end = vertx.setTimer(millisLeft(caller), over -> end(stream));
    request.addEndHandler(
        closed -> {
          streams.remove(stream);
          catchingUp.remove(stream);
          boolean unused = vertx.cancelTimer(end);
        });
    begin(stream, request.request().getHeader("Last-Event-ID"));
  }

  private static long millisLeft(Caller caller) {
    long seconds = caller.number("exp").orElse(0) - Instant.now().getEpochSecond();
    return Math.max(1, seconds * 1_000);
  }

  /** Subscribes first and then sends what was missed; some changes may come twice, none is lost. */
  private void begin(Stream stream, String lastEventId) {
    stream
        .response()
        .setChunked(true)
        .putHeader("Content-Type", "text/event-stream")
        .putHeader("Cache-Control", "no-store");
    streams.add(stream);
    Resumption here = recent.here();
    if (lastEventId == null) {
      write(stream, position(here));
      return;
    }
    catchingUp.add(stream);
    Resumption.parse(lastEventId)
        .map(recent::since)
        .orElse(Future.succeededFuture(Optional.empty()))
        .onSuccess(
            missed -> {
              catchingUp.remove(stream);
              write(stream, told(missed, stream) + position(here));
            })
        .onFailure(
            cause -> {
              LOG.atWarn().addKeyValue("cause", cause.toString()).log("stream not resumed");
              end(stream);
            });
  }

  private static String told(Optional<List<SubscriptionView>> missed, Stream stream) {
    if (missed.isEmpty()) return RESET;
    StringBuilder text = new StringBuilder();
    for (SubscriptionView view : missed.get()) {
      if (stream.concerns(view.customerId())) text.append(event(Json.object(view)));
    }
    return text.toString();
  }

  private void changed(Message<JsonObject> change) {
    String event = event(change.body());
    String position = position(recent.here());
    String customer = change.body().getString("customerId");
    for (Stream stream : List.copyOf(streams)) {
      if (!stream.concerns(customer)) continue;
      write(stream, catchingUp.contains(stream) ? event : event + position);
    }
  }

  private void keepAlive() {
    String position = position(recent.here());
    for (Stream stream : List.copyOf(streams)) {
      if (!catchingUp.contains(stream)) write(stream, position);
    }
  }

  private static String event(JsonObject view) {
    return "event: " + CHANGE + "\ndata: " + view.encode() + "\n\n";
  }

  /** Without data it is not an event for the client, which only stores the id. */
  private static String position(Resumption here) {
    return "id: " + here + "\n\n";
  }

  private void write(Stream stream, String text) {
    HttpServerResponse response = stream.response();
    if (response.ended() || response.closed()) return;
    if (response.writeQueueFull()) {
      end(stream);
    } else {
      // A disconnected client is removed when its request ends.
      response.write(text).onFailure(left -> LOG.atDebug().log("a stream was left"));
    }
  }

  /**
   * Aborted instead of ended when the client does not read: an end would wait behind unsent data.
   */
  private void end(Stream stream) {
    streams.remove(stream);
    HttpServerResponse response = stream.response();
    if (response.ended() || response.closed()) return;
    if (response.writeQueueFull()) {
      Http.cut(stream.request().connection());
    } else {
      response.end().onFailure(left -> LOG.atDebug().log("a stream was left"));
    }
  }
}
