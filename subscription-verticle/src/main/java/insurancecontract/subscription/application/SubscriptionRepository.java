package insurancecontract.subscription.application;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.SubscriptionEvent;
import insurancecontract.subscription.domain.SubscriptionState;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** All applications, and the keys of the requests that made them. */
public interface SubscriptionRepository extends Aggregates<SubscriptionState, SubscriptionEvent> {
  /**
   * Records new applications, all or none, and gives each the next number. If a key is already
   * remembered, nothing is recorded for it, and the answer is the first request's application. No
   * two openings may have the same key.
   *
   * @return one answer for each opening, in order
   */
  Future<List<Opened>> open(List<Opening> openings);

  /** The application, if there is one of that id. */
  Future<Optional<Subscription>> find(long id);

  /** The applications that match the query, newest first. */
  Future<List<Subscription>> list(SubscriptionQuery query);

  /** The application that a request with this key made, if the key is remembered at that time. */
  Future<Optional<Opened.Known>> findRequest(RequestKey key, Instant now);

  /** At most {@code limit} ids of unpaid applications that began before then, oldest first. */
  Future<List<Long>> unpaidSince(Instant before, int limit);

  /**
   * Deletes at most {@code limit} expired keys.
   *
   * @return how many were deleted
   */
  Future<Integer> forgetRequests(Instant now, int limit);
}
