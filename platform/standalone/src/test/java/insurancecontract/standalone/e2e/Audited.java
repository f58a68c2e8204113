package insurancecontract.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.embedded.Database;
import insurancecontract.standalone.Platform;
import insurancecontract.standalone.audit.Auditor;
import insurancecontract.standalone.audit.Auditor.Judgement;
import insurancecontract.standalone.audit.Databases;
import insurancecontract.standalone.audit.MessageBroker;
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
