package insurancecontract.underwriting.domain;

import static insurancecontract.underwriting.domain.CaseStatus.ABSENT;
import static insurancecontract.underwriting.domain.CaseStatus.APPROVED;
import static insurancecontract.underwriting.domain.CaseStatus.ASSIGNED;
import static insurancecontract.underwriting.domain.CaseStatus.CLOSED;
import static insurancecontract.underwriting.domain.CaseStatus.REFUSED;
import static insurancecontract.underwriting.domain.CaseStatus.WAITING;
import static insurancecontract.underwriting.domain.Decision.accepted;
import static insurancecontract.underwriting.domain.Decision.refused;
import static insurancecontract.underwriting.domain.Reason.ALREADY_DECIDED;
import static insurancecontract.underwriting.domain.Reason.CASE_CLOSED;
import static insurancecontract.underwriting.domain.Reason.CASE_NOT_FOUND;
import static insurancecontract.underwriting.domain.Reason.NOT_ASSIGNED;

import insurancecontract.underwriting.domain.DeskCommand.Approve;
import insurancecontract.underwriting.domain.DeskCommand.Close;
import insurancecontract.underwriting.domain.DeskCommand.Reassign;
import insurancecontract.underwriting.domain.DeskCommand.Refuse;
import insurancecontract.underwriting.domain.DeskCommand.Register;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The case of one application. What the status does not know yet is empty; a case that was closed
 * before its application was heard of never learns what it was about.
 *
 * @param version how many events made it what it is
 * @param reason why it was refused
 * @param decidedBy who approved or refused it
 */
public record UnderwritingCase(
    long underwritingId,
    long subscriptionId,
    long version,
    CaseStatus status,
    Optional<Application> application,
    OptionalLong underwriterId,
    Optional<String> reason,
    Optional<String> decidedBy,
    Optional<Instant> registeredAt,
    Optional<Instant> assignedAt,
    Optional<Instant> decidedAt) {

  /** A case before anything happened to it. */
  public static UnderwritingCase absent(long underwritingId, long subscriptionId) {
    return new UnderwritingCase(
        underwritingId,
        subscriptionId,
        0,
        ABSENT,
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Whether the case is, or was last, on this underwriter's desk. */
  public boolean isOnDeskOf(long id) {
    return underwriterId.isPresent() && underwriterId.getAsLong() == id;
  }

  /**
   * The legal moves, one line for each pair of state and command. Every other pair is refused.
   *
   * <p>Whether there is room on a desk is the {@link Desk}'s affair, not the case's.
   */
  public static Decision decide(UnderwritingCase now, DeskCommand command) {
    // Opening and closing what is open or closed already is a repeat, or came late: no news.
    if (command instanceof Register c) return now.is(ABSENT) ? register(c) : accepted();
    if (command instanceof Close c) return now.is(CLOSED) ? accepted() : close(c);
    if (now.is(ABSENT) || !isSeen(now, command)) return refused(CASE_NOT_FOUND, "No such case.");
    if (now.is(CLOSED)) return refused(CASE_CLOSED, "The application was cancelled.");
    if (now.is(APPROVED) && command instanceof Approve c) return again(now, c.by(), true);
    if (now.is(REFUSED) && command instanceof Refuse c) {
      return again(now, c.by(), now.reason.equals(Optional.of(c.reason())));
    }
    if (now.is(APPROVED) || now.is(REFUSED)) return alreadyDecided(now);
    if (command instanceof Reassign c) return reassign(now, c);
    if (now.is(WAITING)) return refused(NOT_ASSIGNED, "The case still waits for an underwriter.");
    if (now.is(ASSIGNED) && command instanceof Approve c) return approve(c);
    if (now.is(ASSIGNED) && command instanceof Refuse c) return refuse(c);
    throw new AssertionError("No decision for " + command);
  }

  private static boolean isSeen(UnderwritingCase now, DeskCommand command) {
    if (command instanceof Approve c) return c.by().viewer().sees(now);
    if (command instanceof Refuse c) return c.by().viewer().sees(now);
    return true;
  }

  private static Decision register(Register c) {
    return accepted(new CaseEvent.Registered(c.application(), c.at()));
  }

  private static Decision close(Close c) {
    return accepted(new CaseEvent.Closed(c.at()));
  }

  private static Decision approve(Approve c) {
    return accepted(new CaseEvent.Approved(c.by().name(), c.at()));
  }

  private static Decision refuse(Refuse c) {
    return accepted(new CaseEvent.Refused(c.by().name(), c.reason(), c.at()));
  }

  private static Decision reassign(UnderwritingCase now, Reassign c) {
    if (now.isOnDeskOf(c.underwriterId())) return accepted();
    return accepted(new CaseEvent.Assigned(c.underwriterId(), c.at()));
  }

  /** The same decision by the same person is a repeat; another person came too late. */
  private static Decision again(UnderwritingCase now, Decider by, boolean sameWords) {
    boolean repeat = sameWords && now.decidedBy.equals(Optional.of(by.name()));
    return repeat ? accepted() : alreadyDecided(now);
  }

  private static Decision alreadyDecided(UnderwritingCase now) {
    String decision = now.status.name().toLowerCase(Locale.ROOT);
    return refused(ALREADY_DECIDED, "The case was " + decision + " already; a decision is final.");
  }

  /** What is true after an event. It already happened, so here it can no longer be refused. */
  public static UnderwritingCase evolve(UnderwritingCase now, CaseEvent event) {
    if (event instanceof CaseEvent.Registered e) return now.registered(e);
    if (event instanceof CaseEvent.Assigned e) return now.assigned(e);
    if (event instanceof CaseEvent.Approved e) {
      return now.decided(APPROVED, e.decidedBy(), Optional.empty(), e.at());
    }
    if (event instanceof CaseEvent.Refused e) {
      return now.decided(REFUSED, e.decidedBy(), Optional.of(e.reason()), e.at());
    }
    if (event instanceof CaseEvent.Closed) return now.closed();
    throw new AssertionError("No evolution for " + event);
  }

  private boolean is(CaseStatus other) {
    return status == other;
  }

  private UnderwritingCase registered(CaseEvent.Registered e) {
    return new UnderwritingCase(
        underwritingId,
        subscriptionId,
        version + 1,
        WAITING,
        Optional.of(e.application()),
        underwriterId,
        reason,
        decidedBy,
        Optional.of(e.at()),
        assignedAt,
        decidedAt);
  }

  private UnderwritingCase assigned(CaseEvent.Assigned e) {
    return new UnderwritingCase(
        underwritingId,
        subscriptionId,
        version + 1,
        ASSIGNED,
        application,
        OptionalLong.of(e.underwriterId()),
        reason,
        decidedBy,
        registeredAt,
        Optional.of(e.at()),
        decidedAt);
  }

  private UnderwritingCase decided(
      CaseStatus decision, String by, Optional<String> why, Instant at) {
    return new UnderwritingCase(
        underwritingId,
        subscriptionId,
        version + 1,
        decision,
        application,
        underwriterId,
        why,
        Optional.of(by),
        registeredAt,
        assignedAt,
        Optional.of(at));
  }

  private UnderwritingCase closed() {
    return new UnderwritingCase(
        underwritingId,
        subscriptionId,
        version + 1,
        CLOSED,
        application,
        underwriterId,
        reason,
        decidedBy,
        registeredAt,
        assignedAt,
        decidedAt);
  }
}
