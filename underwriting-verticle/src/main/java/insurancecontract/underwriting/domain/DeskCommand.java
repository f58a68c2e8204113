package insurancecontract.underwriting.domain;

import java.time.Instant;

/** What the desk may be asked; every command says when it was asked. */
public sealed interface DeskCommand {
  /** When it was asked. */
  Instant at();

  /** About a case that is named by the application it belongs to, which may have none yet. */
  sealed interface ApplicationCommand extends DeskCommand {
    /** The application that the case belongs to. */
    long subscriptionId();
  }

  /** About a case that is named by its own id. */
  sealed interface CaseCommand extends DeskCommand {
    /** The case. */
    long underwritingId();
  }

  /** About an underwriter. */
  sealed interface StaffCommand extends DeskCommand {
    /** The underwriter. */
    long underwriterId();
  }

  /** The application is paid: open a case for it. */
  record Register(long subscriptionId, Application application, Instant at)
      implements ApplicationCommand {}

  /** The application is cancelled: close its case, also one that is not open yet. */
  record Close(long subscriptionId, Instant at) implements ApplicationCommand {}

  /** Accept the risk. */
  record Approve(long underwritingId, Decider by, Instant at) implements CaseCommand {}

  /** Do not accept the risk, and say why. */
  record Refuse(long underwritingId, Decider by, String reason, Instant at)
      implements CaseCommand {}

  /** Put the case on this underwriter's desk. */
  record Reassign(long underwritingId, long underwriterId, Instant at) implements CaseCommand {}

  /** Let the underwriter have so many open cases at once; fewer takes none away. */
  record ChangeCapacity(long underwriterId, int capacity, Instant at) implements StaffCommand {}

  /**
   * The configuration names this underwriter. Its capacity counts when it differs from what the
   * configuration said last, so a supervisor's change outlives a restart.
   */
  record Enrol(long underwriterId, String name, int capacity, Instant at) implements StaffCommand {}
}
