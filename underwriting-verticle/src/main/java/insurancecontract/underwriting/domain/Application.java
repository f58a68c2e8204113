package insurancecontract.underwriting.domain;

import java.util.Objects;

/** What an underwriter needs to know about an application to decide its case. */
public record Application(
    String customerId, String productName, long premium, String currency, long paymentId) {

  /** Complete, or it cannot be decided. */
  public Application {
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(productName, "productName");
    Objects.requireNonNull(currency, "currency");
  }
}
