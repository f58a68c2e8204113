package insurancecontract.simulation.world;

/** The services that decide or project. */
public enum Service {
  SUBSCRIPTION,
  PAYMENT,
  UNDERWRITING,
  VIEW;

  /** The name under which it is known to the others. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
