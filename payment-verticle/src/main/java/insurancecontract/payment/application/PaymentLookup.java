package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The payments for reading, newest first. */
public interface PaymentLookup {
  /** One payment by its own id. */
  Future<Optional<Listed>> find(long paymentId);

  /** Payments that {@code filter} lets through, with ids below {@code before} if that is given. */
  Future<List<Listed>> page(Filter filter, int limit, Long before);

  /**
   * Which payments.
   *
   * @param customerId of this customer only, or null for everyone's
   */
  record Filter(String customerId) {
    /** Everyone's. */
    public static final Filter ALL = new Filter(null);

    /** One customer's. */
    public static Filter of(String customerId) {
      return new Filter(customerId);
    }
  }

  /**
   * A payment, and how its unfinished work goes.
   *
   * @param lastError why the last attempt failed, null when none did
   */
  record Listed(Payment payment, int attempts, String lastError) {}
}
