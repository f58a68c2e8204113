package insurancecontract.subscription.application;

import insurancecontract.subscription.domain.Subscription;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** All applications, and the keys of the requests that made them. */
public interface SubscriptionRepository {
  /**
   * Records new applications, all or none, and gives each the next number. One whose key is already
   * remembered is not recorded: its answer is the application of the first request. No two of the
   * openings may have the same key.
   *
   * @return one answer for each opening, in order
   */
  Future<List<Opened>> open(List<Opening> openings);

  /**
   * One transaction: loads and locks the applications named, in the order of their ids, hands them
   * to {@code work}, and stores the states and published events that it returns: all or nothing.
   *
   * @param work gets those that exist, by id; must be pure
   */
  <R> Future<R> transact(Collection<Long> ids, Function<Map<Long, Subscription>, Changes<R>> work);

  /** The application, if there is one of that id. */
  Future<Optional<Subscription>> find(long id);

  /** The applications that the query asks for, newest first. */
  Future<List<Subscription>> list(SubscriptionQuery query);

  /** The application that a request with this key made, if the key is remembered at that time. */
  Future<Optional<Opened.Known>> findRequest(RequestKey key, Instant now);

  /**
   * At most {@code limit} ids of applications still unpaid that began before then, oldest first.
   */
  Future<List<Long>> unpaidSince(Instant before, int limit);

  /**
   * Forgets at most {@code limit} keys whose time is over.
   *
   * @return how many were forgotten
   */
  Future<Integer> forgetRequests(Instant now, int limit);
}
