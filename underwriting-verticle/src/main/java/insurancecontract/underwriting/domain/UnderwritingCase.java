package insurancecontract.underwriting.domain;

import static insurancecontract.chassis.decision.Decision.accepted;
import static insurancecontract.chassis.decision.Decision.refused;
import static insurancecontract.chassis.decision.Decision.unchanged;
import static insurancecontract.contracts.UnderwritingStatus.APPROVED;
import static insurancecontract.contracts.UnderwritingStatus.ASSIGNED;
import static insurancecontract.contracts.UnderwritingStatus.CLOSED;
import static insurancecontract.contracts.UnderwritingStatus.REFUSED;
import static insurancecontract.contracts.UnderwritingStatus.WAITING;
import static insurancecontract.underwriting.domain.Reason.ALREADY_DECIDED;
import static insurancecontract.underwriting.domain.Reason.CASE_CLOSED;
import static insurancecontract.underwriting.domain.Reason.CASE_NOT_FOUND;
import static insurancecontract.underwriting.domain.Reason.NOT_ASSIGNED;

import insurancecontract.chassis.decision.Decision;
import insurancecontract.contracts.UnderwritingStatus;
import insurancecontract.underwriting.domain.CaseCommand.Approve;
import insurancecontract.underwriting.domain.CaseCommand.Assign;
import insurancecontract.underwriting.domain.CaseCommand.Close;
import insurancecontract.underwriting.domain.CaseCommand.Decide;
import insurancecontract.underwriting.domain.CaseCommand.Refuse;
import insurancecontract.underwriting.domain.CaseCommand.Register;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** The case of one application. Each state holds what is true in it and has the moves it allows. */
public sealed interface UnderwritingCase {
  /**
   * What every case has.
   *
   * @param version how many events led to this state
   */
  record Header(long underwritingId, long subscriptionId, long version) {
    private Header next() {
      return new Header(underwritingId, subscriptionId, version + 1);
    }
  }

  /** What the case is about, and when it was opened. */
  record Registration(Application application, Instant at) {}

  /** Whose desk the case is on, and since when. */
  record Assignment(long underwriterId, Instant at) {}

  /** Who decided the case, and when. */
  record Verdict(String by, Instant at) {}

  /** Not closed yet. */
  sealed interface Closable extends UnderwritingCase {
    private Decision<CaseEvent> close(Close c) {
      return accepted(new CaseEvent.Closed(underwritingId(), c.at()));
    }

    private Closed closed() {
      return new Closed(header().next(), opened());
    }
  }

  /** There is no case yet: never stored and never shown. */
  record Absent(Header header) implements Closable {
    /** No case of this application. */
    public Absent(long underwritingId, long subscriptionId) {
      this(new Header(underwritingId, subscriptionId, 0));
    }

    /** No case with this id: nobody knows an application that it could belong to. */
    static Absent unknown(long underwritingId) {
      return new Absent(underwritingId, 0);
    }

    @Override
    public UnderwritingStatus status() {
      throw new IllegalStateException("no case, no status: " + header);
    }

    @Override
    public Optional<Opened> opened() {
      return Optional.empty();
    }

    private Decision<CaseEvent> register(Register c) {
      return accepted(new CaseEvent.Registered(underwritingId(), c.application(), c.at()));
    }

    private Waiting registered(CaseEvent.Registered e) {
      return new Waiting(header.next(), new Registration(e.application(), e.at()));
    }
  }

  /** Opened: the application is known. */
  sealed interface Opened extends Closable {
    /** What the case is about. */
    Registration registration();

    @Override
    default Optional<Opened> opened() {
      return Optional.of(this);
    }
  }

  /** Can be put on a desk, or on another one. */
  sealed interface Undecided extends Opened {
    private Decision<CaseEvent> assign(Assign c) {
      if (isOnDeskOf(c.underwriterId())) return unchanged();
      return accepted(new CaseEvent.Assigned(underwritingId(), c.underwriterId(), c.at()));
    }

    private Assigned assigned(CaseEvent.Assigned e) {
      Assignment assignment = new Assignment(e.underwriterId(), e.at());
      return new Assigned(header().next(), registration(), assignment);
    }
  }

  /** No underwriter has had room yet. */
  record Waiting(Header header, Registration registration) implements Undecided {
    @Override
    public UnderwritingStatus status() {
      return WAITING;
    }
  }

  /** Has an underwriter. */
  sealed interface OnDesk extends Opened {
    /** Whose desk it is on. */
    Assignment assignment();
  }

  /** On a desk and not decided; the only state that takes up room. */
  record Assigned(Header header, Registration registration, Assignment assignment)
      implements Undecided, OnDesk {
    @Override
    public UnderwritingStatus status() {
      return ASSIGNED;
    }

    private Decision<CaseEvent> approve(Approve c) {
      return accepted(new CaseEvent.Approved(underwritingId(), c.by().name(), c.at()));
    }

    private Decision<CaseEvent> refuse(Refuse c) {
      return accepted(new CaseEvent.Refused(underwritingId(), c.by().name(), c.reason(), c.at()));
    }

    private Approved approved(CaseEvent.Approved e) {
      Verdict verdict = new Verdict(e.decidedBy(), e.at());
      return new Approved(header.next(), registration, assignment, verdict);
    }

    private Refused refused(CaseEvent.Refused e) {
      Verdict verdict = new Verdict(e.decidedBy(), e.at());
      return new Refused(header.next(), registration, assignment, verdict, e.reason());
    }
  }

  /** A decision is final: only cancelling the application closes the case. */
  sealed interface Decided extends OnDesk {
    /** Who decided. */
    Verdict verdict();
  }

  /** The risk is accepted. */
  record Approved(Header header, Registration registration, Assignment assignment, Verdict verdict)
      implements Decided {
    @Override
    public UnderwritingStatus status() {
      return APPROVED;
    }

    private boolean isRepeatedBy(CaseCommand command) {
      return command instanceof Approve c && c.by().name().equals(verdict.by());
    }
  }

  /** The risk is not accepted. */
  record Refused(
      Header header,
      Registration registration,
      Assignment assignment,
      Verdict verdict,
      String reason)
      implements Decided {
    @Override
    public UnderwritingStatus status() {
      return REFUSED;
    }

    private boolean isRepeatedBy(CaseCommand command) {
      return command instanceof Refuse c
          && c.by().name().equals(verdict.by())
          && c.reason().equals(reason);
    }
  }

  /**
   * The application was cancelled: any decision is void.
   *
   * @param opened the case as it was before; empty if it was closed before it was opened
   */
  record Closed(Header header, Optional<Opened> opened) implements UnderwritingCase {
    @Override
    public UnderwritingStatus status() {
      return CLOSED;
    }
  }

  /** Its ids and its version. */
  Header header();

  /** Where the case stands. */
  UnderwritingStatus status();

  /** The opened case: this one, or the one it was before it was closed. */
  Optional<Opened> opened();

  /** Its own id. */
  default long underwritingId() {
    return header().underwritingId();
  }

  /** The id of its application. */
  default long subscriptionId() {
    return header().subscriptionId();
  }

  /** How many events led to this state. */
  default long version() {
    return header().version();
  }

  /** What it is about; unknown if it was closed before it was opened. */
  default Optional<Application> application() {
    return opened().map(it -> it.registration().application());
  }

  /** The underwriter who has, or had last, the case. */
  default OptionalLong underwriterId() {
    return opened().orElse(null) instanceof OnDesk it
        ? OptionalLong.of(it.assignment().underwriterId())
        : OptionalLong.empty();
  }

  /** Whether the case is, or was last, on this underwriter's desk. */
  default boolean isOnDeskOf(long id) {
    return underwriterId().equals(OptionalLong.of(id));
  }

  /**
   * The legal moves, one line for each pair of state and command. Every other pair is refused.
   *
   * <p>Whether the underwriter has room for an assignment is for the {@link Desk} to decide.
   */
  static Decision<CaseEvent> decide(UnderwritingCase now, CaseCommand command) {
    if (now instanceof Absent s && command instanceof Register c) return s.register(c);
    if (now instanceof Closable s && command instanceof Close c) return s.close(c);
    // What is open is not opened again, and what is closed not closed again: repeats, or late.
    if (command instanceof Register || command instanceof Close) return unchanged();
    if (now instanceof Absent || isHidden(now, command)) return refused(CASE_NOT_FOUND);
    if (now instanceof Undecided s && command instanceof Assign c) return s.assign(c);
    if (now instanceof Assigned s && command instanceof Approve c) return s.approve(c);
    if (now instanceof Assigned s && command instanceof Refuse c) return s.refuse(c);
    // The same decision by the same person is a repeat; every other one is too late.
    if (now instanceof Approved s && s.isRepeatedBy(command)) return unchanged();
    if (now instanceof Refused s && s.isRepeatedBy(command)) return unchanged();
    if (now instanceof Decided) return refused(ALREADY_DECIDED, "decision", now.status());
    if (now instanceof Closed) return refused(CASE_CLOSED);
    return refused(NOT_ASSIGNED);
  }

  private static boolean isHidden(UnderwritingCase now, CaseCommand command) {
    return command instanceof Decide c && !c.by().viewer().sees(now);
  }

  /** What is true after an event. It already happened, so here it can no longer be refused. */
  static UnderwritingCase evolve(UnderwritingCase now, CaseEvent event) {
    if (now instanceof Absent s && event instanceof CaseEvent.Registered e) return s.registered(e);
    if (now instanceof Undecided s && event instanceof CaseEvent.Assigned e) return s.assigned(e);
    if (now instanceof Assigned s && event instanceof CaseEvent.Approved e) return s.approved(e);
    if (now instanceof Assigned s && event instanceof CaseEvent.Refused e) return s.refused(e);
    if (now instanceof Closable s && event instanceof CaseEvent.Closed) return s.closed();
    throw new AssertionError("No evolution of " + now + " by " + event);
  }
}
