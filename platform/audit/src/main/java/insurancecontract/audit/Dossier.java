package insurancecontract.audit;

import java.util.List;
import java.util.Optional;

/**
 * All that the services know about one subscription.
 *
 * @param payments all of them, although there should be one
 * @param cases all of them, although there should be one
 * @param ledger the provider's books; empty also where the provider keeps them elsewhere
 * @param ledgerKept whether the provider keeps its books where they can be read
 * @param messageParked whether a message about it, which some service could not handle, waits for a
 *     person
 */
public record Dossier(
    long subscriptionId,
    Optional<SubscriptionFact> subscription,
    List<PaymentFact> payments,
    List<CaseFact> cases,
    Optional<ViewFact> view,
    Optional<LedgerFact> ledger,
    boolean ledgerKept,
    boolean messageParked) {

  /** The subscription's status, or that there is none. */
  String status() {
    return subscription.map(SubscriptionFact::status).orElse("absent");
  }

  boolean is(String... statuses) {
    return List.of(statuses).contains(status());
  }

  /**
   * Whether a refund that the provider refused waits for a person. Until then the money's way back
   * is not at its end, however quiet the system is.
   */
  public boolean refundParked() {
    return payments.stream().anyMatch(PaymentFact::parked);
  }

  boolean hasPayment(String status) {
    return payments.stream().anyMatch(payment -> payment.is(status));
  }

  boolean hasCase(String status) {
    return cases.stream().anyMatch(one -> one.is(status));
  }

  String paymentInWords() {
    return payments.isEmpty() ? "it has no payment" : payments.get(0).toString();
  }

  String caseInWords() {
    return cases.isEmpty() ? "it has no case" : cases.get(0).toString();
  }
}
