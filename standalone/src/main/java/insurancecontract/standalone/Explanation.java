package insurancecontract.standalone;

import insurancecontract.chassis.StartFailure;
import insurancecontract.chassis.settings.SettingsRefused;
import insurancecontract.embedded.EmbeddedFailure;
import java.nio.file.Path;

/** Why a start failed, in one line for a person. */
final class Explanation {
  private Explanation() {}

  /** A failure that we did not foresee names the log, which has all of it. */
  static String of(Throwable failure, Path log) {
    if (failure instanceof SettingsRefused refused) {
      return "wrong settings: " + String.join("; ", refused.faults());
    }
    if (failure instanceof CannotStart
        || failure instanceof StartFailure
        || failure instanceof EmbeddedFailure) {
      return oneLine(failure.getMessage());
    }
    return "unexpected: " + oneLine(failure.toString()) + " (more in " + log + ")";
  }

  private static String oneLine(String text) {
    return text.replaceAll("\\s*\\R\\s*", " / ");
  }
}
