package insurancecontract.audit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds dossiers that are whole, to be broken in one place by a test. */
final class Dossiers {
  static final long ID = 7;
  static final Instant APPLIED = Instant.parse("2026-03-01T12:00:00Z");
  static final Instant CONTRACTED = Instant.parse("2026-03-01T12:00:05Z");
  static final Instant UNTIL = Instant.parse("2026-03-16T12:00:05Z");

  private String status;
  private final List<PaymentFact> payments = new ArrayList<>();
  private final List<CaseFact> cases = new ArrayList<>();
  private ViewFact view;
  private Optional<ProviderBooks> books = Optional.of(ProviderBooks.EMPTY);
  private boolean viewChosen;
  private boolean tooLate;
  private boolean messageParked;
  private String reason;

  private Dossiers(String status) {
    this.status = status;
  }

  /** An application in this status; "absent" for none. */
  static Dossiers application(String status) {
    return new Dossiers(status);
  }

  static Dossiers contracted() {
    return application("CONTRACTED").payment("APPROVED").underwritingCase("APPROVED").ledger(1, 0);
  }

  static Dossiers refused() {
    return application("REFUSED")
        .because("too many risks")
        .payment("CANCELLED")
        .underwritingCase("REFUSED")
        .ledger(1, 1);
  }

  static Dossiers cancelled() {
    return application("CANCELLED").payment("CANCELLED").underwritingCase("CLOSED").ledger(1, 1);
  }

  static Dossiers withdrawn() {
    return application("WITHDRAWN").payment("CANCELLED").underwritingCase("APPROVED").ledger(1, 1);
  }

  static Dossiers failed(String payment) {
    return application("PAYMENT_FAILED").because("TIMED_OUT").payment(payment);
  }

  Dossiers because(String why) {
    reason = why;
    return this;
  }

  Dossiers payment(String paymentStatus) {
    return payment(paymentStatus, 30_000L, false, false);
  }

  Dossiers payment(String paymentStatus, Long amount, boolean parked, boolean settled) {
    String why = paymentStatus.equals("APPROVED") ? null : "REASON";
    payments.add(new PaymentFact(ID, 70, 2, paymentStatus, amount, "KRW", why, parked, settled));
    return this;
  }

  Dossiers noPayment() {
    payments.clear();
    return this;
  }

  Dossiers underwritingCase(String caseStatus) {
    String why = caseStatus.equals("REFUSED") ? "too many risks" : null;
    cases.add(new CaseFact(ID, 700, 3, caseStatus, 77L, why));
    return this;
  }

  Dossiers noCase() {
    cases.clear();
    return this;
  }

  Dossiers ledger(int charges, int refunds) {
    List<Movement> movements = new ArrayList<>();
    for (int i = 0; i < charges; i++) movements.add(movement(Movement.Type.CHARGE, 30_000, "KRW"));
    for (int i = 0; i < refunds; i++) movements.add(movement(Movement.Type.REFUND, 30_000, "KRW"));
    books = Optional.of(new ProviderBooks(movements));
    return this;
  }

  /** The statement lists exactly these. */
  Dossiers statement(Movement... movements) {
    books = Optional.of(new ProviderBooks(List.of(movements)));
    return this;
  }

  static Movement movement(Movement.Type type, long amount, String currency) {
    return new Movement(type, amount, currency, APPLIED);
  }

  Dossiers noLedger() {
    return statement();
  }

  Dossiers ledgerElsewhere() {
    books = Optional.empty();
    return this;
  }

  /** Some service could not handle a message about it. */
  Dossiers messageParked() {
    messageParked = true;
    return this;
  }

  /** An underwriter had it already when it was cancelled. */
  Dossiers tooLate() {
    tooLate = true;
    return this;
  }

  Dossiers view(ViewFact chosen) {
    view = chosen;
    viewChosen = true;
    return this;
  }

  Dossier build() {
    Optional<SubscriptionFact> subscription =
        status.equals("absent") ? Optional.empty() : Optional.of(subscription());
    ViewFact shown = viewChosen ? view : subscription.isPresent() ? trueView() : null;
    return new Dossier(
        ID,
        subscription,
        List.copyOf(payments),
        List.copyOf(cases),
        Optional.ofNullable(shown),
        books,
        messageParked);
  }

  private SubscriptionFact subscription() {
    boolean concluded = status.equals("CONTRACTED") || status.startsWith("WITHDRAW");
    boolean hadUnderwriter = tooLate || !status.startsWith("CANCEL");
    return new SubscriptionFact(
        ID,
        4,
        status,
        "alice",
        "Fisrtcancer",
        30_000,
        "KRW",
        70L,
        hadUnderwriter ? 700L : null,
        reason,
        APPLIED,
        concluded ? CONTRACTED : null,
        concluded ? UNTIL : null);
  }

  /** The row that says what the sources have announced. */
  ViewFact trueView() {
    SubscriptionFact s = subscription();
    PaymentFact p =
        payments.stream()
            .filter(one -> List.of("APPROVED", "DECLINED", "CANCELLED").contains(one.status()))
            .findFirst()
            .orElse(null);
    CaseFact c = cases.isEmpty() ? null : cases.get(0);
    return new ViewFact(
        ID,
        s.status(),
        s.customerId(),
        s.productName(),
        s.premium(),
        s.currency(),
        p == null ? null : p.paymentId(),
        p == null ? null : p.status(),
        c == null ? null : c.underwritingId(),
        c == null ? null : c.status(),
        c == null ? null : c.underwriterId(),
        s.reason(),
        p == null ? null : p.reason(),
        c == null ? null : c.reason(),
        s.createdAt(),
        s.contractedAt(),
        s.withdrawableUntil());
  }
}
