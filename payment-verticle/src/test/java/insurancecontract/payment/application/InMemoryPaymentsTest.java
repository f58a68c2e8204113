package insurancecontract.payment.application;

/** The fake keeps the promises that the service is tested against. */
class InMemoryPaymentsTest implements PaymentRepositoryContract {
  private final InMemoryPayments payments = new InMemoryPayments();

  @Override
  public PaymentRepository repository() {
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
