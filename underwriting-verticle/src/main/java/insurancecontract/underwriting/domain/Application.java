package insurancecontract.underwriting.domain;

import java.util.Objects;

/** What the desk has to know of an application in order to decide about it. */
public record Application(
    String customerId, String productName, long premium, String currency, long paymentId) {

  /** Nothing of it may be missing: what could not be decided about is no case. */
  public Application {
    Objects.requireNonNull(customerId, "customerId");
    Objects.requireNonNull(productName, "productName");
    Objects.requireNonNull(currency, "currency");
  }
}
