package insurancecontract.chassis.settings;

import java.util.List;

/**
 * Settings that cannot be: one line a fault, each naming the key, the value and what is allowed.
 */
public final class SettingsRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  /** Refuses for these faults, of which there is at least one. */
  public SettingsRefused(List<String> faults) {
    super(String.join("\n", faults), null, false, false);
    this.faults = List.copyOf(faults);
  }

  /** One line each. */
  public List<String> faults() {
    return faults;
  }
}
