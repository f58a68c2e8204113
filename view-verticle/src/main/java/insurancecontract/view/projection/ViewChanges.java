package insurancecontract.view.projection;

import java.util.List;

/** Notified of changed rows. */
public interface ViewChanges {
  /**
   * Publishes rows as they were committed. A row may be published more than once, and an older one
   * after a newer: the view version tells them apart.
   */
  void changed(List<ViewRow> rows);
}
