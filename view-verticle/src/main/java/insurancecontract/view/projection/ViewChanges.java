package insurancecontract.view.projection;

import java.util.List;

/** Those who want to know which rows changed. */
public interface ViewChanges {
  /**
   * Tells of rows that are committed as they stand here. The same row may be told more than once,
   * and an older one after a newer: its view version says which is which.
   */
  void changed(List<ViewRow> rows);
}
