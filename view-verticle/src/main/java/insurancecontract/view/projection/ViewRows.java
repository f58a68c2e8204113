package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;

/** The served rows, and the facts they consist of. */
public interface ViewRows {
  /**
   * Merges the new facts in one transaction, all or none.
   *
   * @return the current state of every row that {@code facts} are about, also when nothing was new:
   *     a repeat may be what is left of a batch whose change was never published
   */
  Future<List<ViewRow>> apply(List<Fact> facts);
}
