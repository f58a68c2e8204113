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
import io.vertx.servicediscovery.Record;
import io.vertx.servicediscovery.ServiceDiscovery;
import io.vertx.servicediscovery.types.HttpEndpoint;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Discovery from a static list, for a few machines without other infrastructure: an instance on the
 * list is published while its readiness check succeeds. One that shuts down reports so before it
 * stops, so it gets no new calls; if it is the last one, it stays published for as long as it
 * answers. A killed instance is removed after a second or two, a hanging one after a few.
 */
public final class ListedServices extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(ListedServices.class);

  /**
   * How readiness is checked.
   *
   * @param every pause after each check
   * @param within timeout of a check
   * @param failuresMax failures in a row after which the instance is removed; one or two may be
   *     chance
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
    UNAVAILABLE
  }

  private final List<Watch> watches;
  private final Checks checks;
  private ServiceDiscovery records;
  private HttpClient client;

  /** Publishes these while they are ready. */
  public ListedServices(List<ListedService> listed, Checks checks) {
    this.watches = listed.stream().map(Watch::new).toList();
    this.checks = checks;
  }

  /** Completes when each has been checked once: ready ones are published from then on. */
  @Override
  public Future<?> start() {
    records = ServiceDiscovery.create(vertx);
    client = vertx.createHttpClient();
    return Future.join(watches.stream().map(Watch::check).toList());
  }

  @Override
  public Future<?> stop() {
    records.close();
    return client.close();
  }

  /** The state of one instance. */
  private final class Watch {
    private final ListedService service;
    private List<String> registrations = List.of();
    private boolean leaving;
    private int failures;

    Watch(ListedService service) {
      this.service = service;
    }

    /** Checks repeatedly; completes after the first check, and never fails. */
    Future<Void> check() {
      return state()
          .compose(this::found)
          .onFailure(
              cause ->
                  LOG.atWarn()
                      .addKeyValue("service", service)
                      .addKeyValue("cause", cause.toString())
                      .log("cannot update discovery"))
          .onComplete(done -> checkLater())
          .otherwiseEmpty();
    }

    private void checkLater() {
      vertx.setTimer(
          checks.every().toMillis(), due -> Futures.end(check(), LOG, "readiness check"));
    }

    private Future<State> state() {
      RequestOptions request =
          new RequestOptions()
              .setMethod(HttpMethod.GET)
              .setHost(service.host())
              .setPort(service.managementPort())
              .setURI("/health/ready")
              .setTimeout(checks.within().toMillis());
      return Futures.attempt(() -> client.request(request).compose(HttpClientRequest::send))
          .compose(answer -> answer.body().map(body -> state(answer.statusCode(), body)))
          .timeout(checks.within().toMillis(), TimeUnit.MILLISECONDS)
          .otherwise(State.UNAVAILABLE);
    }

    private static State state(int status, Buffer body) {
      if (status == 200) return State.READY;
      boolean leaves = Health.LEAVING.equals(body.toJsonObject().getString("status"));
      return leaves ? State.LEAVING : State.UNAVAILABLE;
    }

    private Future<Void> found(State state) {
      leaving = state == State.LEAVING;
      failures = state == State.UNAVAILABLE ? failures + 1 : 0;
      return switch (state) {
        case READY -> publish();
        case LEAVING -> isLast() ? Future.succeededFuture() : unpublish();
        case UNAVAILABLE ->
            failures < checks.failuresMax() ? Future.succeededFuture() : unpublish();
      };
    }

    /** Whether no other instance of the service stays. */
    private boolean isLast() {
      return watches.stream()
          .noneMatch(
              other ->
                  !other.registrations.isEmpty()
                      && !other.leaving
                      && other.service.name().equals(service.name()));
    }

    private Future<Void> publish() {
      if (!registrations.isEmpty()) return Future.succeededFuture();
      Future<String> management =
          publish(Discovery.managementOf(service.name()), service.managementPort());
      return management.compose(
          first ->
              publish(service.name(), service.port())
                  .map(
                      second -> {
                        registrations = List.of(first, second);
                        LOG.atInfo().addKeyValue("service", service).log("service published");
                        return null;
                      }));
    }

    private Future<String> publish(String name, int port) {
      return records
          .publish(HttpEndpoint.createRecord(name, service.host(), port, "/"))
          .map(Record::getRegistration);
    }

    private Future<Void> unpublish() {
      if (registrations.isEmpty()) return Future.succeededFuture();
      LOG.atInfo().addKeyValue("service", service).log("service removed");
      List<Future<Void>> gone = registrations.stream().map(records::unpublish).toList();
      registrations = List.of();
      return Future.join(gone).mapEmpty();
    }
  }
}
