package insurancecontract.view.query;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The served rows. Those of unknown applications are omitted. */
public interface Views {
  /** The row and its timeline, if {@code visibility} includes it. */
  Future<Optional<Story>> find(long subscriptionId, Visibility visibility);

  /**
   * Rows by the time they were created, newest first.
   *
   * @param after the last row of the page before, null for the first page; nothing follows a row
   *     that does not exist
   */
  Future<List<SubscriptionView>> list(
      Visibility visibility, ViewFilter filter, Long after, int limit);
}
