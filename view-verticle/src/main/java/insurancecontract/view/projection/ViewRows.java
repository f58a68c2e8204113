package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;

/** The rows as they are served, and the facts they are made of. */
public interface ViewRows {
  /**
   * Merges the facts that are not known yet, all or none, in one transaction.
   *
   * @return every row that {@code facts} speak of as it then stands, also where nothing was new: a
   *     repeat may be all that is left of a batch whose change nobody was told of
   */
  Future<List<ViewRow>> apply(List<Fact> facts);
}
