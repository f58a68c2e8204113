package insurancecontract.gateway.platform;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.discovery.Discovery;
import insurancecontract.chassis.discovery.Location;
import insurancecontract.chassis.discovery.Location.HttpAddress;
import insurancecontract.contracts.DecisionMetric;
import insurancecontract.contracts.Services;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Collects health and metrics from every instance of every service. However many operators are
 * watching, each instance is called at most once a second.
 */
public final class PlatformStatus {
  /** The event bus address at which an auditor, if one runs, answers with its last result. */
  public static final String AUDIT = "platform.audit";

  private static final String DECISIONS = DecisionMetric.NAME.replace('.', '_') + "_total";
  private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
  private static final String[] BREAKER_STATES = {"CLOSED", "OPEN", "TRYING"};

  /** A service with the instances that discovery knows. */
  private record Service(String name, List<Instance> instances) {
    /** Over all instances; empty when none has such a sample. */
    OptionalDouble sum(String sample, String... labels) {
      return instances.stream()
          .map(instance -> instance.samples().sum(sample, labels))
          .filter(OptionalDouble::isPresent)
          .mapToDouble(OptionalDouble::getAsDouble)
          .reduce(Double::sum);
    }
  }

  private final ServiceContext context;
  private final ServiceCalls calls;
  private final Duration within;
  private Future<JsonObject> last;
  private long askedAt;

  /** Calls the services that discovery knows. */
  PlatformStatus(ServiceContext context, ServiceCalls calls, Duration within) {
    this.context = context;
    this.calls = calls;
    this.within = within;
  }

  /** The status, at most a second old. */
  public Future<JsonObject> report() {
    long now = System.nanoTime();
    if (last == null || last.failed() || now - askedAt > FRESH_NANOS) {
      askedAt = now;
      last = gather();
    }
    return last;
  }

  private Future<JsonObject> gather() {
    List<Future<Service>> asked = new ArrayList<>();
    asked.add(self());
    Services.WITH_DATABASE.forEach(name -> asked.add(service(name)));
    Future<JsonObject> audit = audit();
    return Future.all(asked).compose(all -> audit.map(found -> report(all.<Service>list(), found)));
  }

  private Future<Service> self() {
    return context
        .health()
        .report()
        .map(
            report ->
                new Service(
                    context.name(),
                    List.of(
                        new Instance(
                            "here", report.ready(), report.details(), Samples.parse("")))));
  }

  private Future<Service> service(String name) {
    return context
        .discovery()
        .find(Discovery.managementOf(name))
        .otherwise(List.of())
        .compose(locations -> Future.all(instances(locations)))
        .map(all -> new Service(name, all.<Instance>list()));
  }

  private List<Future<Instance>> instances(List<Location> locations) {
    return locations.stream()
        .filter(HttpAddress.class::isInstance)
        .map(HttpAddress.class::cast)
        .map(this::instance)
        .toList();
  }

  private Future<Instance> instance(HttpAddress at) {
    String address = at.host() + ":" + at.port();
    return calls
        .get(at, "/health/ready")
        .compose(
            health ->
                calls
                    .get(at, "/metrics")
                    .map(
                        metrics ->
                            new Instance(
                                address,
                                health.status() == 200,
                                health.json(),
                                Samples.parse(metrics.body().toString()))))
        .otherwise(cause -> Instance.silent(address, cause.getMessage()));
  }

  /** Null where no auditor runs; state SILENT where one runs and does not answer. */
  private Future<JsonObject> audit() {
    return context
        .vertx()
        .eventBus()
        .<JsonObject>request(
            AUDIT, new JsonObject(), new DeliveryOptions().setSendTimeout(within.toMillis()))
        .map(reply -> reply.body())
        .otherwise(cause -> hasNoAuditor(cause) ? null : new JsonObject().put("state", "SILENT"));
  }

  private static boolean hasNoAuditor(Throwable cause) {
    return cause instanceof ReplyException refused
        && refused.failureType() == ReplyFailure.NO_HANDLERS;
  }

  private static JsonObject report(List<Service> services, JsonObject audit) {
    JsonArray shown = new JsonArray();
    JsonArray breakers = new JsonArray();
    long applications = 0;
    for (Service service : services) {
      shown.add(json(service));
      breakers(service).forEach(breakers::add);
      if (service.name().equals(Services.SUBSCRIPTION)) {
        applications = applications(service);
      }
    }
    return new JsonObject()
        .put("at", Instant.now().toString())
        .put("services", shown)
        .put("breakers", breakers)
        .put("applications", applications)
        .put("audit", audit);
  }

  /** An application exists once it is paid. */
  private static long applications(Service service) {
    return (long)
        service
            .sum(
                DECISIONS,
                DecisionMetric.COMMAND,
                DecisionMetric.CONFIRM_PAYMENT,
                DecisionMetric.OUTCOME,
                DecisionMetric.ACCEPTED)
            .orElse(0);
  }

  private static JsonObject json(Service service) {
    JsonArray instances = new JsonArray();
    service.instances().forEach(instance -> instances.add(instance.json()));
    JsonObject json = new JsonObject().put("name", service.name()).put("instances", instances);
    // Services in one process share a meter registry, so each is filtered by its own name.
    service
        .sum("events_lag", "service", service.name())
        .ifPresent(lag -> json.put("lag", (long) lag));
    service
        .sum("outbox_waiting", "service", service.name())
        .ifPresent(waiting -> json.put("outbox", (long) waiting));
    return json;
  }

  private static List<JsonObject> breakers(Service service) {
    return service.instances().stream()
        .flatMap(
            instance ->
                instance.samples().labels("breaker_state", service.name(), "call").stream()
                    .map(call -> breaker(service.name(), call, instance.samples())))
        .toList();
  }

  private static JsonObject breaker(String service, String call, Samples samples) {
    int state = (int) samples.sum("breaker_state", "service", service, "call", call).orElse(0);
    double inFlight = samples.sum("breaker_in_flight", "service", service, "call", call).orElse(0);
    return new JsonObject()
        .put("service", service)
        .put("call", call)
        .put("state", BREAKER_STATES[Math.min(state, BREAKER_STATES.length - 1)])
        .put("inFlight", (long) inFlight);
  }
}
