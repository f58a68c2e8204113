package insurancecontract.chassis.launch;

import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.settings.SettingsRefused;

/** Explains a failed start in one line. */
public final class Explanation {
  private Explanation() {}

  /**
   * The line; an unexpected failure names the log that has more.
   *
   * @param more where the log is
   */
  public static String of(Throwable failure, String more) {
    if (failure instanceof SettingsRefused refused) {
      return "wrong settings: " + String.join("; ", refused.faults());
    }
    return isForeseen(failure)
        ? oneLine(failure.getMessage())
        : "unexpected: " + oneLine(failure.toString()) + " (more in " + more + ")";
  }

  /** Whether the line says all that there is to say. */
  public static boolean isForeseen(Throwable failure) {
    return failure instanceof StartFailure || failure instanceof SettingsRefused;
  }

  /** The same text without its line breaks. */
  public static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " / ");
  }
}
