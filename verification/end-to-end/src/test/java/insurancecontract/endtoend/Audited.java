package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.embedded.Database;
import insurancecontract.operations.audit.Auditor;
import insurancecontract.operations.audit.Auditor.Judgement;
import insurancecontract.operations.audit.Databases;
import insurancecontract.operations.audit.MessageBroker;
import insurancecontract.standalone.Platform;
import java.time.Duration;
import java.util.Map;

/** What every end-to-end test ends with. */
final class Audited {
  private static final Duration QUIET_WITHIN = Duration.ofSeconds(90);

  private Audited() {}

  /** The platform becomes quiet, and then the seven invariants hold. */
  static void isSatisfied(Platform platform) {
    isSatisfied(platform.databases(), platform.bootstrapServers());
  }

  /** The services on these databases become quiet, and then the seven invariants hold. */
  static void isSatisfied(Map<String, Database> databases, String bootstrapServers) {
    Judgement judgement =
        new Auditor(Databases.of(databases), MessageBroker.at(bootstrapServers))
            .judge(QUIET_WITHIN);
    assertThat(judgement.whole())
        .as(judgement.audit().lines() + " " + judgement.disturbances())
        .isTrue();
  }
}
