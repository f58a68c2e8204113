package insurancecontract.view.projection;

import io.vertx.core.Future;
import java.util.List;

/** Brings facts into the rows that are served, then tells of what changed. */
public final class Projector {
  private final ViewRows rows;
  private final ViewChanges changes;

  /** A projector into {@code rows}. */
  public Projector(ViewRows rows, ViewChanges changes) {
    this.rows = rows;
    this.changes = changes;
  }

  /** Completes once the effect of every fact is committed. Repeats and late ones do no harm. */
  public Future<Void> project(List<Fact> facts) {
    if (facts.isEmpty()) return Future.succeededFuture();
    return rows.apply(facts).map(this::tell);
  }

  private Void tell(List<ViewRow> changed) {
    changes.changed(changed.stream().filter(ViewRow::isVisible).toList());
    return null;
  }
}
