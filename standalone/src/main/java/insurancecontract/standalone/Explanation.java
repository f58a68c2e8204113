package insurancecontract.standalone;

import insurancecontract.embedded.EmbeddedFailure;
import java.nio.file.Path;

/** Why a start failed, in one line for a person. */
final class Explanation {
  private Explanation() {}

  /** A failure that we did not foresee names the log, which has all of it. */
  static String of(Throwable failure, Path log) {
    return failure instanceof EmbeddedFailure
        ? insurancecontract.chassis.launch.Explanation.oneLine(failure.getMessage())
        : insurancecontract.chassis.launch.Explanation.of(failure, log.toString());
  }
}
