package insurancecontract.subscription.application;

import insurancecontract.chassis.decision.Traced;
import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Abandons applications that a crash left unpaid, and deletes expired request keys. */
public final class Housekeeping {
  private final SubscriptionRepository repository;
  private final SubscriptionService service;
  private final InstantSource clock;
  private final Duration abandonAfter;
  private final int stepMax;

  /**
   * Housekeeping for one process.
   *
   * @param abandonAfter the age of an unpaid application; longer than a payment call can take
   * @param stepMax rows per transaction at most
   */
  public Housekeeping(
      SubscriptionRepository repository,
      SubscriptionService service,
      InstantSource clock,
      Duration abandonAfter,
      int stepMax) {
    this.repository = repository;
    this.service = service;
    this.clock = clock;
    this.abandonAfter = abandonAfter;
    this.stepMax = stepMax;
  }

  /**
   * Abandons every application that has been unpaid for too long. One that is paid meanwhile stays
   * paid, because the decision is made under its lock.
   *
   * @return how many were checked
   */
  public Future<Integer> sweep() {
    return repository
        .unpaidSince(clock.instant().minus(abandonAfter), stepMax)
        .compose(this::abandon)
        .compose(done -> done < stepMax ? Future.succeededFuture(done) : more(done, sweep()));
  }

  private Future<Integer> abandon(List<Long> ids) {
    Instant now = clock.instant();
    List<Traced<SubscriptionCommand>> commands =
        ids.stream()
            .map(id -> new Abandon(id, PaymentFailure.PAYMENT_UNANSWERED, null, now))
            .map(abandon -> new Traced<SubscriptionCommand>(abandon, null))
            .toList();
    return service.handle(commands).map(List::size);
  }

  /**
   * Deletes expired keys, a few at a time to keep transactions short.
   *
   * @return how many
   */
  public Future<Integer> forgetKeys() {
    return repository
        .forgetRequests(clock.instant(), stepMax)
        .compose(done -> done < stepMax ? Future.succeededFuture(done) : more(done, forgetKeys()));
  }

  private static Future<Integer> more(int done, Future<Integer> rest) {
    return rest.map(more -> done + more);
  }
}
