package insurancecontract.chassis;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.vertx.core.Vertx;
import java.time.Duration;

/** Measures how late timers fire on an event loop: a blocked loop or a lack of CPU delays them. */
final class EventLoopLag {
  private static final Duration EVERY = Duration.ofMillis(500);

  private final Timer lag;
  private long due = System.nanoTime() + EVERY.toNanos();

  private EventLoopLag(Timer lag) {
    this.lag = lag;
  }

  /** Measures the loop that this runs on, until its verticle is undeployed. */
  static void measure(Vertx vertx, MeterRegistry meters, String service) {
    var measured =
        new EventLoopLag(
            Timer.builder("event.loop.lag")
                .description("How much later than due a timer runs")
                .tag("service", service)
                .register(meters));
    long unused = vertx.setPeriodic(EVERY.toMillis(), due -> measured.due());
  }

  private void due() {
    long now = System.nanoTime();
    lag.record(Duration.ofNanos(Math.max(0, now - due)));
    due = now + EVERY.toNanos();
  }
}
