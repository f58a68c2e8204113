package insurancecontract.bench;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One scenario on one fresh platform: what it may do there, and what was measured. */
final class Trial implements AutoCloseable {
  /**
   * How long and how much.
   *
   * @param warmUp before anything is measured, so that a fresh JVM has compiled what it runs
   * @param measured each span
   * @param clients of closed loops
   */
  record Plan(Duration warmUp, Duration measured, int clients) {}

  private final Vertx vertx;
  private final String checkout;
  private final Plan plan;
  private final Subject subject;
  private final Api api;
  private final List<Measurement> measurements = new ArrayList<>();
  private final Consumer<String> progress;

  /** A fresh platform of a checkout. */
  Trial(Vertx vertx, Path checkout, Plan plan, Consumer<String> progress) {
    this.vertx = vertx;
    this.checkout = checkout.getFileName().toString();
    this.plan = plan;
    this.progress = progress;
    this.subject = Subject.start(checkout);
    try {
      this.api = new Api(vertx, subject.address());
    } catch (RuntimeException e) {
      subject.close();
      throw e;
    }
  }

  Plan plan() {
    return plan;
  }

  Api api() {
    return api;
  }

  Vertx vertx() {
    return vertx;
  }

  Load load(int connections, Load.Request request) {
    return new Load(vertx, connections, request);
  }

  /** Lets the load that runs warm everything up. */
  void warmUp() {
    pause(plan.warmUp());
  }

  /** Measures a load that runs. */
  void measure(String name, Load load) {
    progress.accept(checkout + ": " + name);
    Usage jvm = subject.jvm();
    Usage postgres = subject.postgres();
    Usage generator = own();
    load.begin();
    pause(plan.measured());
    Load.Result result = load.measured();
    measurements.add(
        new Measurement(
            name,
            checkout,
            result,
            subject.jvm().since(jvm),
            subject.postgres().since(postgres),
            own().since(generator),
            subject.memory(),
            ""));
  }

  /** The rate of good answers that was measured last, a second. */
  double lastRate() {
    return measurements.get(measurements.size() - 1).load().goodPerSecond();
  }

  private static Usage own() {
    return ProcessTable.usedAlone(ProcessHandle.current().pid());
  }

  static void pause(Duration duration) {
    try {
      TimeUnit.MILLISECONDS.sleep(duration.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Everything measured, with what the auditor says now that it is over. */
  List<Measurement> audited() {
    progress.accept(checkout + ": the auditor looks");
    String line = subject.audit();
    return measurements.stream().map(each -> each.audited(line)).toList();
  }

  @Override
  public void close() {
    api.close();
    subject.close();
  }
}
