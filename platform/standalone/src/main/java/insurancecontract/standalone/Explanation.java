package insurancecontract.standalone;

import insurancecontract.embedded.EmbeddedFailure;
import insurancecontract.standalone.audit.Auditor.NoAudit;
import java.nio.file.Path;

/** Why a start or an audit failed, in one line for a person. */
final class Explanation {
  private Explanation() {}

  /** A failure that we did not foresee names the log, which has all of it. */
  static String of(Throwable failure, Path log) {
    return failure instanceof EmbeddedFailure || failure instanceof NoAudit
        ? insurancecontract.chassis.launch.Explanation.oneLine(failure.getMessage())
        : insurancecontract.chassis.launch.Explanation.of(failure, log.toString());
  }
}
