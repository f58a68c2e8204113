package insurancecontract.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import insurancecontract.audit.Invariant;
import insurancecontract.embedded.Database;
import insurancecontract.operations.audit.Auditor;
import insurancecontract.operations.audit.Auditor.Judgement;
import insurancecontract.operations.audit.Databases;
import insurancecontract.operations.audit.MessageBroker;
import insurancecontract.operations.audit.Statements;
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
    Judgement judgement = judge(databases, bootstrapServers);
    assertThat(judgement.whole())
        .as(judgement.audit().lines() + " " + judgement.disturbances())
        .isTrue();
  }

  /** The platform becomes quiet with nothing broken, and so many refunds wait for a person. */
  static void isOpen(Platform platform, long refunds) {
    Judgement judgement = judge(platform.databases(), platform.bootstrapServers());
    assertThat(judgement.whole()).as(judgement.audit().lines().toString()).isTrue();
    assertThat(judgement.audit().satisfied()).isFalse();
    assertThat(judgement.audit().open(Invariant.MONEY_BACK)).isEqualTo(refunds);
    assertThat(judgement.audit().open(Invariant.NO_END)).isEqualTo(refunds);
  }

  private static Judgement judge(Map<String, Database> databases, String bootstrapServers) {
    return new Auditor(
            Databases.of(databases), MessageBroker.at(bootstrapServers), Statements.SIMULATOR)
        .judge(QUIET_WITHIN);
  }
}
