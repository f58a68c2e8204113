package insurancecontract.chassis.discovery;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.health.Health;
import insurancecontract.chassis.settings.Settings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.types.HttpEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovery from a list, for a few machines without anything else: an instance on the list is found
 * while it says that it is ready. One that leaves says so before it stops, so nobody calls it in
 * vain; where it is the last one, it is found for as long as it answers. One that was killed is
 * missed after a second or two, one that hangs after a few.
 */
public final class ListedServices extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ListedServices.class);

  /**
   * How they are asked whether they are ready.
   *
   * @param every how long after one answer
   * @param within how long an answer may take
   * @param failuresMax so many in a row, and it is no longer found; once or twice may be chance
   */
  public record Checks(Duration every, Duration within, int failuresMax) {
    /** Reads {@code DISCOVERY_CHECK*}. */
    public static Checks from(Settings settings) {
      return new Checks(
          settings.millis("DISCOVERY_CHECK_MS", 50, 60_000, 500),
          settings.millis("DISCOVERY_CHECK_TIMEOUT_MS", 50, 60_000, 2_000),
          settings.between("DISCOVERY_CHECK_FAILURES_MAX", 1, 100, 3));
    }
  }

  private enum State {
    READY,
    LEAVING,
    AWAY
  }

  private final List<Watch> watches;
  private final Checks checks;
  private ServiceDiscovery records;
  private HttpClient client;

  /** Finds these while they are ready. */
  public ListedServices(List<ListedService> listed, Checks checks) {
    this.watches = listed.stream().map(Watch::new).toList();
    this.checks = checks;
  }

  /** Completes when each has been looked at once: those that are there are found from then on. */
  @Override
  public Future<?> start() {
    records = ServiceDiscovery.create(vertx);
    client = vertx.createHttpClient();
    return Future.join(watches.stream().map(Watch::look).toList());
  }

  @Override
  public Future<?> stop() {
    records.close();
    return client.close();
  }

  /** What is known of one instance. */
  private final class Watch {
    private final ListedService service;
    private String registration;
    private boolean leaving;
    private int failures;

    Watch(ListedService service) {
      this.service = service;
    }

    /** Again and again; completes after the first time, and never fails. */
    Future<Void> look() {
      return state()
          .compose(this::found)
          .onFailure(
              cause ->
                  LOG.atWarn()
                      .addKeyValue("service", service)
                      .addKeyValue("cause", cause.toString())
                      .log("discovery not told"))
          .onComplete(done -> lookAgain())
          .otherwiseEmpty();
    }

    private void lookAgain() {
      vertx.setTimer(checks.every().toMillis(), due -> Futures.end(look(), LOG, "looking"));
    }

    private Future<State> state() {
      RequestOptions question =
          new RequestOptions()
              .setMethod(HttpMethod.GET)
              .setHost(service.host())
              .setPort(service.port())
              .setURI("/health/ready")
              .setTimeout(checks.within().toMillis());
      return Futures.attempt(() -> client.request(question).compose(HttpClientRequest::send))
          .compose(answer -> answer.body().map(body -> state(answer.statusCode(), body)))
          .timeout(checks.within().toMillis(), TimeUnit.MILLISECONDS)
          .otherwise(State.AWAY);
    }

    private static State state(int status, Buffer body) {
      if (status == 200) return State.READY;
      boolean leaves = Health.LEAVING.equals(body.toJsonObject().getString("status"));
      return leaves ? State.LEAVING : State.AWAY;
    }

    private Future<Void> found(State state) {
      leaving = state == State.LEAVING;
      failures = state == State.AWAY ? failures + 1 : 0;
      return switch (state) {
        case READY -> publish();
        case LEAVING -> isLast() ? Future.succeededFuture() : unpublish();
        case AWAY -> failures < checks.failuresMax() ? Future.succeededFuture() : unpublish();
      };
    }

    /** Whether nobody else is found who stays. */
    private boolean isLast() {
      return watches.stream()
          .noneMatch(
              other ->
                  other.registration != null
                      && !other.leaving
                      && other.service.name().equals(service.name()));
    }

    private Future<Void> publish() {
      if (registration != null) return Future.succeededFuture();
      return records
          .publish(HttpEndpoint.createRecord(service.name(), service.host(), service.port(), "/"))
          .map(
              record -> {
                registration = record.getRegistration();
                LOG.atInfo().addKeyValue("service", service).log("service found");
                return null;
              });
    }

    private Future<Void> unpublish() {
      if (registration == null) return Future.succeededFuture();
      LOG.atInfo().addKeyValue("service", service).log("service missed");
      String gone = registration;
      registration = null;
      return records.unpublish(gone);
    }
  }
}
