package insurancecontract.simulation.store;

import insurancecontract.underwriting.domain.Underwriter;
import insurancecontract.underwriting.domain.UnderwritingCase;

/** The tables of the underwriting service. */
public final class CaseTables {
  final Table<Long, UnderwritingCase> cases = new Table<>("case");
  final Table<Long, Underwriter> underwriters = new Table<>("underwriter");
  private long lastId;

  /** The cases by their own ids. */
  public Table<Long, UnderwritingCase> cases() {
    return cases;
  }

  /** The underwriters; their load is counted from the cases. */
  public Table<Long, Underwriter> underwriters() {
    return underwriters;
  }

  /** Adds an underwriter. */
  public void enrol(Underwriter underwriter) {
    underwriters.put(underwriter.underwriterId(), underwriter);
  }

  long nextId() {
    return ++lastId;
  }
}
