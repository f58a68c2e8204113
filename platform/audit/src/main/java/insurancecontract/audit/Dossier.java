package insurancecontract.audit;

import java.util.List;
import java.util.Optional;

/**
 * Everything that the services and the payment provider know about one subscription.
 *
 * @param payments all of them, although there should be at most one
 * @param cases all of them, although there should be at most one
 * @param books the payment provider's; empty where it has no statement to read
 * @param messageParked whether a message about it, which some service could not handle, waits for a
 *     person
 */
public record Dossier(
    long subscriptionId,
    Optional<SubscriptionFact> subscription,
    List<PaymentFact> payments,
    List<CaseFact> cases,
    Optional<ViewFact> view,
    Optional<ProviderBooks> books,
    boolean messageParked) {

  /** The subscription's status, or that there is none. */
  String status() {
    return subscription.map(SubscriptionFact::status).orElse("absent");
  }

  boolean is(String... statuses) {
    return List.of(statuses).contains(status());
  }

  /**
   * Whether a refund that the provider refused waits for a person. Until it is done, what depends
   * on it is open, however quiet the system is.
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
