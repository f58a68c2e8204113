package insurancecontract.subscription.adapter.timer;

import insurancecontract.chassis.Component;
import insurancecontract.chassis.Futures;
import insurancecontract.subscription.application.Housekeeping;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs housekeeping at start, when a crash may have left something, and then periodically. Runs
 * never overlap; what a failed run did not do, the next one does.
 */
public final class HousekeepingTimer implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(HousekeepingTimer.class);

  private final Vertx vertx;
  private final Housekeeping housekeeping;
  private final Duration every;
  private Future<?> run = Future.succeededFuture();
  private long timer;
  private boolean stopped;

  /** Runs again {@code every} so often after the last run ended. */
  public HousekeepingTimer(Vertx vertx, Housekeeping housekeeping, Duration every) {
    this.vertx = vertx;
    this.housekeeping = housekeeping;
    this.every = every;
  }

  @Override
  public Future<Void> start() {
    begin();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return run.transform(ended -> Future.succeededFuture());
  }

  private void begin() {
    Future<Integer> swept =
        housekeeping
            .sweep()
            .onSuccess(
                count -> {
                  if (count == 0) return;
                  LOG.atWarn().addKeyValue("count", count).log("abandoned unpaid applications");
                });
    run = swept.transform(ended -> housekeeping.forgetKeys()).onComplete(ended -> next());
    Futures.end(swept, LOG, "sweeping unpaid applications");
    Futures.end(run, LOG, "deleting expired request keys");
  }

  private void next() {
    if (stopped) return;
    timer = vertx.setTimer(every.toMillis(), elapsed -> begin());
  }
}
