package insurancecontract.payment.adapter.timer;

import insurancecontract.chassis.Component;
import insurancecontract.payment.application.UnfinishedWork;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * Wakes unfinished work at the start and then periodically: what a crash interrupted, what is due
 * after a pause, and what another process has not finished.
 */
public final class ResumeTimer implements Component {
  private final Vertx vertx;
  private final List<UnfinishedWork<?>> work;
  private final Supplier<Duration> every;
  private long timer;
  private boolean stopped;

  /** Wakes each of these. */
  public ResumeTimer(Vertx vertx, List<UnfinishedWork<?>> work, Supplier<Duration> every) {
    this.vertx = vertx;
    this.work = List.copyOf(work);
    this.every = every;
  }

  @Override
  public Future<Void> start() {
    wake();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    work.forEach(UnfinishedWork::stop);
    return Future.succeededFuture();
  }

  private void wake() {
    if (stopped) return;
    work.forEach(UnfinishedWork::wake);
    timer = vertx.setTimer(every.get().toMillis(), elapsed -> wake());
  }
}
