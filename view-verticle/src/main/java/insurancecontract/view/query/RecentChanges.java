package insurancecontract.view.query;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** What changed lately, for streams that broke off. */
public interface RecentChanges {
  /** Where a stream stands that was told everything until now. */
  Resumption here();

  /**
   * The rows that changed since, as they stand; empty when that is too long ago or they are too
   * many, so that whoever asks has to read the lists again.
   */
  Future<Optional<List<SubscriptionView>>> since(Resumption from);
}
