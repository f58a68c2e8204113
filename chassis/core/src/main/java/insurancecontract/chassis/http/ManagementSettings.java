package insurancecontract.chassis.http;

import insurancecontract.chassis.settings.Settings;

/**
 * Where a service's management server listens.
 *
 * @param port 0 for any free port
 */
public record ManagementSettings(String host, int port) {
  /** Where it listens unless {@code MANAGEMENT_PORT} is set. */
  public static final int PORT = 8090;

  /** Reads {@code MANAGEMENT_*}. */
  public static ManagementSettings from(Settings settings) {
    return new ManagementSettings(
        settings.text("MANAGEMENT_HOST", "0.0.0.0"),
        settings.between("MANAGEMENT_PORT", 0, 65_535, PORT));
  }
}
