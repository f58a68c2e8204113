package insurancecontract.underwriting.adapter.settings;

import insurancecontract.chassis.Backoff;
import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.chassis.decision.Traced;
import insurancecontract.underwriting.application.UnderwritingService;
import insurancecontract.underwriting.domain.StaffCommand;
import insurancecontract.underwriting.domain.StaffCommand.Enrol;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Enrols the configured underwriters: at the start, which fails if that fails, and after each
 * change of the configuration, retried until it succeeds.
 */
public final class StaffListener implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(StaffListener.class);
  private static final Duration RETRY_MAX = Duration.ofSeconds(10);

  private final Vertx vertx;
  private final UnderwritingService service;
  private final Supplier<Staff> staff;
  private final InstantSource clock;
  private final Backoff backoff = new Backoff(RETRY_MAX);
  private final Context context;
  private boolean stopped;

  /** Enrols the underwriters that {@code staff} names at that moment. */
  public StaffListener(
      Vertx vertx, UnderwritingService service, Supplier<Staff> staff, InstantSource clock) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.service = service;
    this.staff = staff;
    this.clock = clock;
  }

  @Override
  public Future<Void> start() {
    return enrol();
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    return Future.succeededFuture();
  }

  /** The configuration changed; may be called on any thread. */
  public void changed() {
    context.runOnContext(now -> Futures.end(enrolWithRetries(), LOG, "enrolling underwriters"));
  }

  private Future<Void> enrolWithRetries() {
    if (stopped) return Future.succeededFuture();
    return enrol().onSuccess(done -> backoff.reset()).recover(this::retryLater);
  }

  private Future<Void> retryLater(Throwable cause) {
    LOG.atWarn()
        .addKeyValue("cause", cause.toString())
        .log("enrolling underwriters failed, will retry");
    return vertx.timer(backoff.nextMillis()).compose(elapsed -> enrolWithRetries());
  }

  private Future<Void> enrol() {
    Instant now = clock.instant();
    List<Traced<StaffCommand>> commands =
        staff.get().members().stream().map(member -> enrol(member, now)).toList();
    return service.handleStaff(commands).mapEmpty();
  }

  private static Traced<StaffCommand> enrol(Staff.Member member, Instant now) {
    return new Traced<>(
        new Enrol(member.underwriterId(), member.name(), member.capacity(), now), null);
  }
}
