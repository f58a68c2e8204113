package insurancecontract.audit;

import java.util.ArrayList;
import java.util.List;

/** What must hold for every subscription once no message is under way, whatever happened before. */
public enum Invariant {
  CONTRACT(1, "CONTRACTED exactly when the payment and the case are APPROVED"),
  MONEY_BACK(2, "who is out has the money back, and had no underwriter yet if cancelled"),
  FAILED_PAYMENT(3, "PAYMENT_FAILED means that no payment is APPROVED"),
  ONLY_ONE(4, "at most one payment that ever charged, and at most one case"),
  MONEY(5, "every charge has its subscription, none is refunded twice"),
  VIEW(6, "every view row equals the truth; none missing, none left over"),
  NO_END(7, "nothing stays in a passing status");

  private final int number;
  private final String words;

  Invariant(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** Its number in the design. */
  public int number() {
    return number;
  }

  /** What it says, in a few words. */
  public String words() {
    return words;
  }

  /**
   * Whether it holds for this subscription. A message that waits for a person is still under way,
   * so that services cannot agree yet; but no money may be charged or refunded twice even then.
   */
  public Finding check(Dossier dossier) {
    if (dossier.messageParked() && this != ONLY_ONE && this != MONEY) return Finding.NOT_CONCERNED;
    return switch (this) {
      case CONTRACT -> contract(dossier);
      case MONEY_BACK -> moneyBack(dossier);
      case FAILED_PAYMENT -> failedPayment(dossier);
      case ONLY_ONE -> onlyOne(dossier);
      case MONEY -> money(dossier);
      case VIEW -> ViewTruth.check(dossier);
      case NO_END -> noEnd(dossier);
    };
  }

  private static Finding contract(Dossier d) {
    boolean contracted = d.is("CONTRACTED");
    boolean paidAndApproved = d.hasPayment("APPROVED") && d.hasCase("APPROVED");
    if (!contracted && !paidAndApproved) {
      return Finding.NOT_CONCERNED;
    }
    return Finding.brokenIf(contracted != paidAndApproved, everything(d));
  }

  private static Finding moneyBack(Dossier d) {
    if (!d.is("CANCELLED", "REFUSED", "WITHDRAWN")) {
      return Finding.NOT_CONCERNED;
    }
    boolean back = d.hasPayment("CANCELLED") || d.refundParked();
    boolean wasInTime =
        d.cases().stream().allMatch(one -> one.is("CLOSED"))
            && d.subscription().map(SubscriptionFact::underwritingId).isEmpty();
    return Finding.brokenIf(!back || (d.is("CANCELLED") && !wasInTime), everything(d));
  }

  private static Finding failedPayment(Dossier d) {
    if (!d.is("PAYMENT_FAILED")) {
      return Finding.NOT_CONCERNED;
    }
    return Finding.brokenIf(d.hasPayment("APPROVED"), everything(d));
  }

  private static Finding onlyOne(Dossier d) {
    List<String> faults = new ArrayList<>();
    long charged = d.payments().stream().filter(PaymentFact::everCharged).count();
    if (charged > 1) {
      faults.add(charged + " payments charged: " + d.payments());
    }
    if (d.cases().size() > 1) {
      faults.add(d.cases().size() + " cases: " + d.cases());
    }
    d.ledger().filter(books -> books.charges() > 1).ifPresent(b -> faults.add(b.toString()));
    return Finding.of(faults);
  }

  private static Finding money(Dossier d) {
    List<PaymentFact> charged = d.payments().stream().filter(PaymentFact::everCharged).toList();
    if (d.payments().isEmpty() && d.ledger().isEmpty()) {
      return Finding.NOT_CONCERNED;
    }
    List<String> faults = new ArrayList<>();
    charged.forEach(payment -> faults.addAll(chargeFaults(d, payment)));
    if (d.ledgerKept()) {
      faults.addAll(ledgerFaults(d));
    }
    return Finding.of(faults);
  }

  private static List<String> chargeFaults(Dossier d, PaymentFact payment) {
    if (d.subscription().isEmpty()) {
      return List.of(payment + ", but there is no such subscription");
    }
    SubscriptionFact subscription = d.subscription().get();
    boolean same =
        Long.valueOf(subscription.premium()).equals(payment.amount())
            && subscription.currency().equals(payment.currency());
    return same
        ? List.of()
        : List.of(
            "the premium is %d %s, but payment %d is of %d %s"
                .formatted(
                    subscription.premium(),
                    subscription.currency(),
                    payment.paymentId(),
                    payment.amount(),
                    payment.currency()));
  }

  /** Whoever holds the money according to us must hold it according to the provider, too. */
  private static List<String> ledgerFaults(Dossier d) {
    LedgerFact books = d.ledger().orElse(new LedgerFact(d.subscriptionId(), 0, 0, null, null));
    boolean settledByHand = d.payments().stream().anyMatch(PaymentFact::settledByHand);
    List<String> faults = new ArrayList<>();
    if (books.refunds() > books.charges() || books.refunds() > 1) {
      faults.add(books.toString());
    }
    if (d.hasPayment("APPROVED") && !books.holdsMoney()) {
      faults.add(d.paymentInWords() + ", but " + books);
    }
    boolean open =
        d.hasPayment("APPROVED") || d.hasPayment("REQUESTED") || d.hasPayment("CANCELLING");
    if (!open && books.holdsMoney() && !settledByHand) {
      faults.add(d.paymentInWords() + ", but " + books);
    }
    return faults;
  }

  private static Finding noEnd(Dossier d) {
    if (d.refundParked()) {
      return Finding.NOT_CONCERNED;
    }
    boolean passing =
        d.is("PENDING_PAYMENT", "CANCEL_REQUESTED", "WITHDRAW_REQUESTED")
            || d.hasPayment("REQUESTED")
            || d.hasPayment("CANCELLING");
    return Finding.brokenIf(passing, everything(d));
  }

  private static String everything(Dossier d) {
    return d.status() + ", " + d.paymentInWords() + ", " + d.caseInWords();
  }
}
