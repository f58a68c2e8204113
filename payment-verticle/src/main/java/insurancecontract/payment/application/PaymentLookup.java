package insurancecontract.payment.application;

import insurancecontract.payment.domain.Payment.Existing;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;

/** The payments for reading, newest first. */
public interface PaymentLookup {
  /** One payment by its own id. */
  Future<Optional<Listed>> find(long paymentId);

  /** Payments that match {@code filter}, with ids below {@code before} if that is given. */
  Future<List<Listed>> page(Filter filter, int limit, Long before);

  /**
   * Which payments.
   *
   * @param customerId of this customer only, or null for all
   */
  record Filter(String customerId) {
    /** Those of all customers. */
    public static final Filter ALL = new Filter(null);

    /** Those of one customer. */
    public static Filter of(String customerId) {
      return new Filter(customerId);
    }
  }

  /**
   * A payment, and the progress of its unfinished work.
   *
   * @param lastError why the last attempt failed, null when none did
   */
  record Listed(Existing payment, int attempts, String lastError) {}
}
