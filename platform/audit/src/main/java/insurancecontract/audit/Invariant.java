package insurancecontract.audit;

import java.util.ArrayList;
import java.util.List;

/**
 * What must hold for every subscription once no message is under way, whatever happened before.
 * Numbers and names stand here; the operators' page and docs/architecture.md repeat them, and a
 * test holds them together.
 */
public enum Invariant {
  CONTRACT(1, "Contracts are paid and approved"),
  MONEY_BACK(2, "Applications that ended early are refunded, their cases closed"),
  FAILED_PAYMENT(3, "A failed payment charges nothing"),
  ONLY_ONE(4, "One payment and one case each"),
  MONEY(5, "No charge without an application, no refund twice"),
  VIEW(6, "Every view row matches its sources"),
  NO_END(7, "Nothing is stuck in a transitional status");

  private final int number;
  private final String words;

  Invariant(int number, String words) {
    this.number = number;
    this.words = words;
  }

  /** Its number in docs/architecture.md. */
  public int number() {
    return number;
  }

  /** Its name. */
  public String words() {
    return words;
  }

  /**
   * Whether it holds for this subscription. A message that waits for a person is still under way,
   * so the services cannot agree yet; but even then no money may be charged or refunded twice.
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
    if (d.is("CANCELLED") && !wasCancelledInTime(d)) {
      return Finding.brokenIf(true, everything(d));
    }
    if (d.refundParked()) {
      return Finding.open(d.status() + ", but " + d.paymentInWords() + ", its refund is parked");
    }
    return Finding.brokenIf(!d.hasPayment("CANCELLED"), everything(d));
  }

  private static boolean wasCancelledInTime(Dossier d) {
    return d.cases().stream().allMatch(one -> one.is("CLOSED"))
        && d.subscription().map(SubscriptionFact::underwritingId).isEmpty();
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
    d.books()
        .map(ProviderBooks::charges)
        .filter(charges -> charges.size() > 1)
        .ifPresent(charges -> faults.add("the provider lists more than one charge: " + charges));
    return Finding.of(faults);
  }

  private static Finding money(Dossier d) {
    ProviderBooks books = d.books().orElse(ProviderBooks.EMPTY);
    if (d.payments().isEmpty() && books.movements().isEmpty()) {
      return Finding.NOT_CONCERNED;
    }
    List<String> faults = new ArrayList<>();
    d.payments().stream()
        .filter(PaymentFact::everCharged)
        .forEach(payment -> faults.addAll(chargeFaults(d, payment)));
    if (d.books().isPresent()) {
      faults.addAll(bookFaults(d, books));
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
            "the premium is %d %s, but %s"
                .formatted(
                    subscription.premium(), subscription.currency(), payment.amountInWords()));
  }

  /** Our payments and the provider's books must agree on where the money is, and how much. */
  private static List<String> bookFaults(Dossier d, ProviderBooks books) {
    boolean settledByHand = d.payments().stream().anyMatch(PaymentFact::settledByHand);
    boolean open =
        d.hasPayment("APPROVED") || d.hasPayment("REQUESTED") || d.hasPayment("CANCELLING");
    List<String> faults = new ArrayList<>();
    if (d.subscription().isEmpty() && !books.charges().isEmpty()) {
      faults.add(books + ", but there is no such subscription");
    }
    if (books.refunds().size() > books.charges().size() || books.refunds().size() > 1) {
      faults.add(books.toString());
    }
    if (d.hasPayment("APPROVED") && !books.holdMoney()) {
      faults.add(d.paymentInWords() + ", but " + books);
    }
    if (!open && books.holdMoney() && !settledByHand) {
      faults.add(d.paymentInWords() + ", but " + books);
    }
    faults.addAll(differingAmounts(d, books));
    return faults;
  }

  /** A charge has to be of the payment's amount, a refund of the charge's. */
  private static List<String> differingAmounts(Dossier d, ProviderBooks books) {
    List<String> faults = new ArrayList<>();
    for (Movement charge : books.charges()) {
      d.payments().stream()
          .filter(payment -> payment.amount() != null && !charge.isOf(payment))
          .map(payment -> payment.amountInWords() + ", but the provider lists a " + charge)
          .forEach(faults::add);
      books.refunds().stream()
          .filter(refund -> !refund.isOf(charge))
          .map(refund -> "the provider lists a " + charge + ", but a " + refund)
          .forEach(faults::add);
    }
    return faults;
  }

  private static Finding noEnd(Dossier d) {
    if (d.refundParked()) {
      return Finding.open(d.paymentInWords() + ", its refund is parked");
    }
    boolean stuck =
        d.is("PENDING_PAYMENT", "CANCEL_REQUESTED", "WITHDRAW_REQUESTED")
            || d.hasPayment("REQUESTED")
            || d.hasPayment("CANCELLING");
    return Finding.brokenIf(stuck, everything(d));
  }

  private static String everything(Dossier d) {
    return d.status() + ", " + d.paymentInWords() + ", " + d.caseInWords();
  }
}
