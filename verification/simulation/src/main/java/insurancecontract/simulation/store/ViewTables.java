package insurancecontract.simulation.store;

import insurancecontract.view.projection.ViewRow;

/** The tables of the view. */
public final class ViewTables {
  final Table<String, Boolean> facts = new Table<>("fact");
  final Table<Long, ViewRow> rows = new Table<>("view");

  /** The rows as they are served. */
  public Table<Long, ViewRow> rows() {
    return rows;
  }
}
