package insurancecontract.view.query;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** Recent changes, for streams that resume. */
public interface RecentChanges {
  /** The position of a stream that has everything up to now. */
  Resumption here();

  /**
   * The rows that changed since, in their current state; empty when that is too long ago or they
   * are too many, so that the client has to read the lists again.
   */
  Future<Optional<List<SubscriptionView>>> since(Resumption from);
}
