package insurancecontract.simulation.store;

import insurancecontract.payment.domain.Payment.Existing;
import java.time.Instant;

/** The tables of the payment service. */
public final class PaymentTables {
  /** A payment and its remaining work. */
  public record PaymentRow(Existing payment, String traceparent, int attempts, Instant dueAt) {
    @Override
    public String toString() {
      return payment.status() + " v" + payment.version() + " due " + dueAt;
    }
  }

  final Table<Long, PaymentRow> payments = new Table<>("payment");
  private long lastId;

  /** The payments by their subscriptions. */
  public Table<Long, PaymentRow> payments() {
    return payments;
  }

  long nextId() {
    return ++lastId;
  }
}
