package insurancecontract.chassis.breaker;

import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.settings.Live;
import io.micrometer.core.instrument.Gauge;
import io.vertx.circuitbreaker.CircuitBreaker;
import io.vertx.circuitbreaker.CircuitBreakerOptions;
import io.vertx.circuitbreaker.CircuitBreakerState;
import io.vertx.circuitbreaker.TimeoutException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A call behind a circuit breaker, with a limit on calls in flight. Callers acquire a permit first,
 * so that no work starts that the call could not finish.
 *
 * <p>The Vert.x breaker provides timeout, reset and the single trial call. It resets its failure
 * count at every success, so the error rate over a rolling window is counted here and opens it.
 *
 * <p>Belongs to one event loop.
 */
public final class GuardedCall {
  private static final Logger LOG = LoggerFactory.getLogger(GuardedCall.class);

  private final Vertx vertx;
  private final String name;
  private final Live<BreakerSettings> settings;
  private BreakerSettings builtFor;
  private CircuitBreaker breaker;
  private ErrorWindow window;
  private int inFlight;
  private boolean probing;
  private long openUntilNanos;

  /** Guards the call {@code name} with the settings current at each call. */
  public GuardedCall(ServiceContext context, String name, Live<BreakerSettings> settings) {
    this.vertx = context.vertx();
    this.name = name;
    this.settings = settings;
    build();
    Gauge.builder("breaker.state", this, guard -> guard.state().number)
        .description("0 closed, 1 open, 2 trying one call")
        .tag("service", context.name())
        .tag("call", name)
        .register(context.meters());
    Gauge.builder("breaker.in.flight", this, guard -> guard.inFlight)
        .description("Calls in flight")
        .tag("service", context.name())
        .tag("call", name)
        .register(context.meters());
  }

  /** The breaker's state, with the number that its meter shows. */
  public enum State {
    CLOSED(0),
    OPEN(1),
    TRYING(2);

    private final int number;

    State(int number) {
      this.number = number;
    }
  }

  /** A slot among the calls in flight, used once: by calling or by releasing it. */
  public final class Permit {
    private final boolean probe;
    private boolean used;

    private Permit(boolean probe) {
      this.probe = probe;
    }

    /**
     * Calls. A failed future and a timeout count as failures; any answer of the callee, even a
     * refusal, counts as a success.
     */
    public <T> Future<T> call(Supplier<Future<T>> call) {
      used = true;
      return breaker
          .<T>execute(promise -> call.get().onComplete(promise))
          .recover(GuardedCall::translated)
          .onComplete(outcome -> finished(outcome.failed()));
    }

    /** Releases the permit unused; a no-op after a call. */
    public void release() {
      if (used) return;
      used = true;
      leave();
    }

    private void finished(boolean failed) {
      leave();
      count(failed);
    }

    private void leave() {
      inFlight--;
      if (probe) probing = false;
    }
  }

  /** A permit, or nothing while the breaker is open or too many calls are in flight. */
  public Optional<Permit> tryEnter() {
    if (!settings.get().equals(builtFor)) build();
    State state = state();
    boolean probe = state == State.TRYING;
    if (state == State.OPEN || (probe && probing)) return Optional.empty();
    if (inFlight >= settings.get().inFlightMax()) return Optional.empty();
    inFlight++;
    if (probe) probing = true;
    return Optional.of(new Permit(probe));
  }

  /** When asking again makes sense, at least a second. */
  public Duration retryAfter() {
    long nanos = state() == State.OPEN ? openUntilNanos - System.nanoTime() : 0;
    return Duration.ofSeconds(Math.max(1, (nanos + 999_999_999L) / 1_000_000_000L));
  }

  /** The breaker's state now. */
  public State state() {
    CircuitBreakerState state = breaker.state();
    if (state == CircuitBreakerState.OPEN) return State.OPEN;
    return state == CircuitBreakerState.HALF_OPEN ? State.TRYING : State.CLOSED;
  }

  /** Callers see no type of the breaker library. */
  private static <T> Future<T> translated(Throwable cause) {
    return Future.failedFuture(
        cause instanceof TimeoutException
            ? new java.util.concurrent.TimeoutException("not answered in time")
            : cause);
  }

  private void count(boolean failed) {
    long now = System.nanoTime();
    window.count(failed, now);
    BreakerSettings limits = settings.get();
    if (failed
        && state() == State.CLOSED
        && window.exceeds(limits.failureRatio(), limits.callsMin(), now)) {
      breaker.open();
    }
  }

  /** New settings start with a closed breaker and an empty window. */
  private void build() {
    BreakerSettings limits = settings.get();
    if (breaker != null) breaker.close();
    builtFor = limits;
    window = new ErrorWindow(limits.window().toNanos(), System.nanoTime());
    breaker =
        CircuitBreaker.create(
                name,
                vertx,
                new CircuitBreakerOptions()
                    .setTimeout(limits.timeout().toMillis())
                    .setResetTimeout(limits.reset().toMillis())
                    .setMaxFailures(Integer.MAX_VALUE))
            .openHandler(opened -> opened(limits))
            .closeHandler(closed -> closed(limits));
  }

  private void opened(BreakerSettings limits) {
    openUntilNanos = System.nanoTime() + limits.reset().toNanos();
    LOG.atWarn().addKeyValue("call", name).log("circuit breaker opened");
  }

  private void closed(BreakerSettings limits) {
    window = new ErrorWindow(limits.window().toNanos(), System.nanoTime());
    LOG.atInfo().addKeyValue("call", name).log("circuit breaker closed");
  }
}
