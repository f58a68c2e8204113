package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;

/** Merges facts into the served rows, then publishes what changed. */
public final class Projector {
  private final ViewRows rows;
  private final ViewChanges changes;

  /** A projector into {@code rows}. */
  public Projector(ViewRows rows, ViewChanges changes) {
    this.rows = rows;
    this.changes = changes;
  }

  /** Completes once every fact is committed. Repeated and late facts are harmless. */
  public Future<Void> project(List<Fact> facts) {
    if (facts.isEmpty()) return Future.succeededFuture();
    return rows.apply(facts).map(this::tell);
  }

  private Void tell(List<ViewRow> changed) {
    changes.changed(changed.stream().filter(ViewRow::isVisible).toList());
    return null;
  }
}
