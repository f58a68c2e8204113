package insurancecontract.audit;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Compares a view row with what the three sources have announced. */
final class ViewTruth {
  /** The statuses of a payment that are announced; the others are internal to payment. */
  private static final Set<String> ANNOUNCED = Set.of("APPROVED", "DECLINED", "CANCELLED");

  private final List<String> faults = new ArrayList<>();

  private ViewTruth() {}

  static Finding check(Dossier d) {
    if (d.subscription().isEmpty()) {
      return d.view().isEmpty()
          ? Finding.NOT_CONCERNED
          : Finding.brokenIf(true, "a view row without any subscription");
    }
    SubscriptionFact truth = d.subscription().get();
    // It is not announced yet.
    if (truth.status().equals("PENDING_PAYMENT")) {
      return Finding.NOT_CONCERNED;
    }
    if (d.view().isEmpty()) {
      return Finding.brokenIf(true, d.status() + ", but there is no view row");
    }
    ViewFact row = d.view().get();
    ViewTruth comparison = new ViewTruth();
    comparison.subscription(truth, row);
    comparison.payment(d.payments(), row);
    comparison.underwriting(d.cases(), row);
    return Finding.of(comparison.faults);
  }

  private void subscription(SubscriptionFact truth, ViewFact row) {
    same("subscriptionStatus", truth.status(), row.subscriptionStatus());
    same("customerId", truth.customerId(), row.customerId());
    same("productName", truth.productName(), row.productName());
    same("premium", truth.premium(), row.premium());
    same("currency", truth.currency(), row.currency());
    same("createdAt", truth.createdAt(), row.createdAt());
    same("contractedAt", truth.contractedAt(), row.contractedAt());
    same("withdrawableUntil", truth.withdrawableUntil(), row.withdrawableUntil());
    same("subscriptionReason", truth.reason(), row.subscriptionReason());
  }

  private void payment(List<PaymentFact> payments, ViewFact row) {
    if (payments.stream().anyMatch(payment -> ANNOUNCED.contains(payment.status()))) {
      PaymentFact truth =
          payments.stream().filter(p -> ANNOUNCED.contains(p.status())).findFirst().orElseThrow();
      same("paymentId", truth.paymentId(), row.paymentId());
      same("paymentStatus", truth.status(), row.paymentStatus());
      same("paymentReason", truth.is("APPROVED") ? null : truth.reason(), row.paymentReason());
    } else if (payments.stream().allMatch(payment -> payment.is("VOID"))) {
      same("paymentStatus", null, row.paymentStatus());
    }
  }

  private void underwriting(List<CaseFact> cases, ViewFact row) {
    CaseFact truth =
        cases.isEmpty() ? new CaseFact(row.subscriptionId(), 0, 0, "", null, null) : cases.get(0);
    same("underwritingId", cases.isEmpty() ? null : truth.underwritingId(), row.underwritingId());
    same("underwritingStatus", cases.isEmpty() ? null : truth.status(), row.underwritingStatus());
    same("underwriterId", truth.underwriterId(), row.underwriterId());
    same("underwritingReason", truth.reason(), row.underwritingReason());
  }

  private void same(String field, Object truth, Object shown) {
    if (!Objects.equals(truth, shown)) {
      faults.add("the view shows " + field + " " + shown + " instead of " + truth);
    }
  }
}
