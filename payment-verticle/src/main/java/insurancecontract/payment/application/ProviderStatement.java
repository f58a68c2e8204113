package insurancecontract.payment.application;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A payment provider's own statement of the money that it moved, for audits to reconcile with our
 * payments. It lists every charge and every refund, so a key that was charged twice is there twice.
 * Reading it blocks.
 */
public interface ProviderStatement {
  /**
   * A page of the statement. Over all pages the movements are in the order of their keys.
   *
   * @param next the cursor of the next page; empty at the end
   */
  record Page(List<Movement> movements, Optional<String> next) {}

  /**
   * One movement of money.
   *
   * @param key of the charge or refund: the subscription id
   * @param amount in the currency's smallest unit
   */
  record Movement(long key, Type type, long amount, String currency, Instant at) {}

  /** Which way the money went. */
  enum Type {
    /** From the customer. */
    CHARGE,
    /** Back to the customer. */
    REFUND
  }

  /**
   * Reads one page. Fails with {@link NoStatement} when this provider has none, and with {@link
   * ProviderFailed} when it cannot be read.
   *
   * @param cursor of the page before; empty for the first page
   */
  Page page(Optional<String> cursor);
}
