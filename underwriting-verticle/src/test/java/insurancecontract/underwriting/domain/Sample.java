package insurancecontract.underwriting.domain;

import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Close;
import insurancecontract.underwriting.domain.CaseCommand.Register;
import insurancecontract.underwriting.domain.StaffCommand.Enrol;
import java.time.Instant;

/** Values that many tests need and none is about. */
public final class Sample {
  /** When everything happens. */
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** An application. */
  public static final Application APPLICATION =
      new Application("alice", "Fisrtcancer", 30_000, "KRW", 7);

  /** An underwriter. */
  public static final long UMA = 1;

  /** Another underwriter, with a higher id. */
  public static final long UWE = 2;

  /** Uma decides about her own cases. */
  public static final DecisionMaker BY_UMA = new DecisionMaker("uma", new Viewer.OwnDesk(UMA));

  /** Uwe decides about his own cases. */
  public static final DecisionMaker BY_UWE = new DecisionMaker("uwe", new Viewer.OwnDesk(UWE));

  /** Sue, a supervisor, decides about any case. */
  public static final DecisionMaker BY_SUE = new DecisionMaker("sue", new Viewer.Everything());

  private Sample() {}

  /** Registers the application of this subscription. */
  public static Register register(long subscriptionId) {
    return new Register(subscriptionId, APPLICATION, NOON);
  }

  /** Closes the case of this subscription. */
  public static Close close(long subscriptionId) {
    return new Close(subscriptionId, NOON);
  }

  /** Sue approves. */
  public static Approve approve(long underwritingId) {
    return new Approve(underwritingId, BY_SUE, NOON);
  }

  /** Enrols Uma. */
  public static Enrol uma(int capacity) {
    return new Enrol(UMA, "uma", capacity, NOON);
  }

  /** Enrols Uwe. */
  public static Enrol uwe(int capacity) {
    return new Enrol(UWE, "uwe", capacity, NOON);
  }
}
