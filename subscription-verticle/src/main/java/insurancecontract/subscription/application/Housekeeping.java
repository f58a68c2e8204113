package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.PaymentFailure;
import insurancecontract.subscription.domain.SubscriptionCommand;
import insurancecontract.subscription.domain.SubscriptionCommand.Abandon;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** What nobody asks for and still must be done: giving up what was left, forgetting old keys. */
public final class Housekeeping {
  private final SubscriptionRepository repository;
  private final SubscriptionService service;
  private final InstantSource clock;
  private final Duration giveUpAfter;
  private final int stepMax;

  /**
   * Tidies up.
   *
   * @param giveUpAfter how old an unpaid application must be; longer than a payment call can take
   * @param stepMax how many rows one transaction touches at most
   */
  public Housekeeping(
      SubscriptionRepository repository,
      SubscriptionService service,
      InstantSource clock,
      Duration giveUpAfter,
      int stepMax) {
    this.repository = repository;
    this.service = service;
    this.clock = clock;
    this.giveUpAfter = giveUpAfter;
    this.stepMax = stepMax;
  }

  /**
   * Gives up every application that has been unpaid for too long. One that gets paid meanwhile
   * stays paid, since the decision is made under its lock.
   *
   * @return how many were looked at
   */
  public Future<Integer> sweep() {
    return repository
        .unpaidSince(clock.instant().minus(giveUpAfter), stepMax)
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
   * Forgets the keys whose time is over, a few at a time, so that no long transaction arises.
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
