package insurancecontract.simulation;

import insurancecontract.audit.CaseFact;
import insurancecontract.audit.Dossier;
import insurancecontract.audit.PaymentFact;
import insurancecontract.audit.ProviderBooks;
import insurancecontract.audit.SubscriptionFact;
import insurancecontract.audit.ViewFact;
import insurancecontract.payment.domain.Payment.Cancelled;
import insurancecontract.payment.domain.Payment.Existing;
import insurancecontract.payment.domain.Payment.Parked;
import insurancecontract.payment.domain.Payment.Unpaid;
import insurancecontract.payment.domain.Terms;
import insurancecontract.simulation.money.Ledger;
import insurancecontract.simulation.store.PaymentTables.PaymentRow;
import insurancecontract.subscription.domain.Subscription;
import insurancecontract.subscription.domain.Subscription.HasContract;
import insurancecontract.subscription.domain.Subscription.HasPayment;
import insurancecontract.subscription.domain.Subscription.HasReason;
import insurancecontract.underwriting.domain.UnderwritingCase;
import insurancecontract.view.projection.ViewRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the simulated stores as facts for the audit. */
final class Books {
  private final SimulatedServices services;

  Books(SimulatedServices services) {
    this.services = services;
  }

  /** One per subscription that a service or the provider knows. */
  List<Dossier> dossiers() {
    TreeSet<Long> ids =
        new TreeSet<>(services.subscriptions().subscriptions().committed().keySet());
    ids.addAll(services.payments().payments().committed().keySet());
    ids.addAll(services.ledger().entries().keySet());
    ids.addAll(services.views().rows().committed().keySet());
    Map<Long, List<CaseFact>> cases = cases();
    ids.addAll(cases.keySet());
    return ids.stream().map(id -> dossier(id, cases.getOrDefault(id, List.of()))).toList();
  }

  private Dossier dossier(long id, List<CaseFact> cases) {
    return new Dossier(
        id,
        Optional.ofNullable(services.subscriptions().subscriptions().get(id)).map(this::fact),
        Optional.ofNullable(services.payments().payments().get(id)).map(Books::fact).stream()
            .toList(),
        cases,
        Optional.ofNullable(services.views().rows().get(id)).map(Books::fact),
        Optional.of(providerBooks(id)),
        false);
  }

  private Map<Long, List<CaseFact>> cases() {
    Map<Long, List<CaseFact>> bySubscription = new TreeMap<>();
    for (UnderwritingCase each : services.cases().cases().committed().values()) {
      bySubscription
          .computeIfAbsent(each.subscriptionId(), key -> new ArrayList<>())
          .add(fact(each));
    }
    return bySubscription;
  }

  /** The applications by their ids. */
  Map<Long, SubscriptionFact> subscriptions() {
    Map<Long, SubscriptionFact> facts = new TreeMap<>();
    services
        .subscriptions()
        .subscriptions()
        .committed()
        .forEach((id, subscription) -> facts.put(id, fact(subscription)));
    return facts;
  }

  private SubscriptionFact fact(Subscription it) {
    return new SubscriptionFact(
        it.id(),
        it.version(),
        it.status().name(),
        it.header().customerId(),
        it.header().product().productName(),
        it.header().product().premium(),
        it.header().product().currency(),
        it instanceof HasPayment has ? has.paymentId() : null,
        services.subscriptions().cases().get(it.id()),
        it instanceof HasReason has ? has.reason() : null,
        it.header().createdAt(),
        it instanceof HasContract has ? has.terms().contractedAt() : null,
        it instanceof HasContract has ? has.terms().withdrawableUntil() : null);
  }

  private static PaymentFact fact(PaymentRow row) {
    Existing it = row.payment();
    return new PaymentFact(
        it.subscriptionId(),
        it.paymentId(),
        it.version(),
        it.status().name(),
        it.knownTerms().map(Terms::amount).orElse(null),
        it.knownTerms().map(Terms::currency).orElse(null),
        it instanceof Unpaid unpaid ? unpaid.reason() : null,
        it instanceof Parked,
        it instanceof Cancelled cancelled && cancelled.settledBy().isPresent());
  }

  private static CaseFact fact(UnderwritingCase it) {
    return new CaseFact(
        it.subscriptionId(),
        it.underwritingId(),
        it.version(),
        it.status().name(),
        it.underwriterId().isPresent() ? it.underwriterId().getAsLong() : null,
        it.opened().orElse(null) instanceof UnderwritingCase.Refused refused
            ? refused.reason()
            : null);
  }

  private ProviderBooks providerBooks(long id) {
    Ledger.Entry entry = services.ledger().entries().get(id);
    return entry == null ? ProviderBooks.EMPTY : new ProviderBooks(entry.movements());
  }

  private static ViewFact fact(ViewRow it) {
    return new ViewFact(
        it.subscriptionId(),
        it.subscription().status(),
        it.subscription().customerId(),
        it.subscription().productName(),
        it.subscription().premium(),
        it.subscription().currency(),
        it.payment().paymentId(),
        it.payment().status(),
        it.underwriting().underwritingId(),
        it.underwriting().status(),
        it.underwriting().underwriterId(),
        it.subscription().reason(),
        it.payment().reason(),
        it.underwriting().reason(),
        it.subscription().createdAt(),
        it.subscription().contractedAt(),
        it.subscription().withdrawableUntil());
  }
}
