package insurancecontract.payment.domain;

import java.util.Objects;

/**
 * Who pays how much: {@code amount} counts the smallest units of the currency, so there are no
 * fractions.
 */
public record Terms(String customerId, long amount, String currency) {
  /** Rejects terms that cannot be charged. */
  public Terms {
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(currency, "currency");
    if (amount < 1) {
      throw new IllegalArgumentException("An amount is at least 1, not " + amount);
    }
  }
}
