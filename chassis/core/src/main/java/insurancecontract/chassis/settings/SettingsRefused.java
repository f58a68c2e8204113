package insurancecontract.chassis.settings;

import java.util.List;

/** Invalid settings: one line per fault, naming the key, the value and what is allowed. */
public final class SettingsRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> faults;

  /** At least one fault. */
  public SettingsRefused(List<String> faults) {
    super(String.join("\n", faults), null, false, false);
    this.faults = List.copyOf(faults);
  }

  /** One line each. */
  public List<String> faults() {
    return faults;
  }
}
