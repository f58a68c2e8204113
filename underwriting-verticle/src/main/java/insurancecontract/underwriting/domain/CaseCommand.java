package insurancecontract.underwriting.domain;

import java.time.Instant;

/** A command about a case. */
public sealed interface CaseCommand extends DeskCommand {
  /** Names the case by its application, which may not have a case yet. */
  sealed interface ByApplication extends CaseCommand {
    /** The application. */
    long subscriptionId();
  }

  /** Names the case by its own id. */
  sealed interface ById extends CaseCommand {
    /** The case. */
    long underwritingId();
  }

  /** A decision about the risk. */
  sealed interface Decide extends ById {
    /** The person who decides. */
    DecisionMaker by();
  }

  /** The application is paid: open a case for it. */
  record Register(long subscriptionId, Application application, Instant at)
      implements ByApplication {}

  /** The application is cancelled: close its case, even one that is not open yet. */
  record Close(long subscriptionId, Instant at) implements ByApplication {}

  /** Accept the risk. */
  record Approve(long underwritingId, DecisionMaker by, Instant at) implements Decide {}

  /** Do not accept the risk, for this reason. */
  record Refuse(long underwritingId, DecisionMaker by, String reason, Instant at)
      implements Decide {}

  /** Put the case on this underwriter's desk. */
  record Assign(long underwritingId, long underwriterId, Instant at) implements ById {}
}
