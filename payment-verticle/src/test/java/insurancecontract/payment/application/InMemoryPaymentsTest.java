package insurancecontract.payment.application;

import insurancecontract.chassis.decision.Aggregates;
import insurancecontract.payment.domain.Payment;
import insurancecontract.payment.domain.PaymentEvent;

/** The fake that the service is tested with keeps the contract. */
class InMemoryPaymentsTest implements PaymentRepositoryContract {
  private final InMemoryPayments payments = new InMemoryPayments(PACE);

  @Override
  public Aggregates<Payment, PaymentEvent> repository() {
    return payments;
  }

  @Override
  public UnfinishedPayments unfinished() {
    return payments;
  }

  @Override
  public PaymentLookup lookup() {
    return payments;
  }
}
