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
 * Tidies up at start, when a crash may have left something, and then now and again. Rounds never
 * overlap, and a round that fails is made good by the next.
 */
public final class HousekeepingTimer implements Component {
  private static final Logger LOG = LoggerFactory.getLogger(HousekeepingTimer.class);

  private final Vertx vertx;
  private final Housekeeping housekeeping;
  private final Duration every;
  private Future<?> round = Future.succeededFuture();
  private long timer;
  private boolean stopped;

  /** A round each time that {@code every} has passed since the last one ended. */
  public HousekeepingTimer(Vertx vertx, Housekeeping housekeeping, Duration every) {
    this.vertx = vertx;
    this.housekeeping = housekeeping;
    this.every = every;
  }

  @Override
  public Future<Void> start() {
    tidy();
    return Future.succeededFuture();
  }

  @Override
  public Future<Void> stop() {
    stopped = true;
    vertx.cancelTimer(timer);
    return round.transform(ended -> Future.succeededFuture());
  }

  private void tidy() {
    Future<Integer> swept =
        housekeeping
            .sweep()
            .onSuccess(
                count -> {
                  if (count == 0) return;
                  LOG.atWarn().addKeyValue("count", count).log("gave up unpaid applications");
                });
    round = swept.transform(ended -> housekeeping.forgetKeys()).onComplete(ended -> next());
    Futures.end(swept, LOG, "sweeping unpaid applications");
    Futures.end(round, LOG, "forgetting keys of requests");
  }

  private void next() {
    if (stopped) return;
    timer = vertx.setTimer(every.toMillis(), elapsed -> tidy());
  }
}
