package insurancecontract.subscription.domain;

import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * A cover that may be applied for.
 *
 * @param premium the first premium, in the currency's smallest unit
 */
public record Product(String productName, long premium, String currency) {
  /** The longest name, in characters. */
  public static final int NAME_LENGTH_MAX = 100;

  /** The largest premium; far above any real one and far below where sums could overflow. */
  public static final long PREMIUM_MAX = 1_000_000_000_000L;

  private static final Pattern CURRENCY = Pattern.compile("[A-Z]{3}");

  /** Rejects a product that breaks a rule. */
  public Product {
    // Composed letters have one form, or a name would not be found by the same name.
    productName = Normalizer.normalize(productName, Normalizer.Form.NFC);
    if (productName.isBlank() || productName.length() > NAME_LENGTH_MAX) {
      throw new IllegalArgumentException(
          "productName must have 1 to " + NAME_LENGTH_MAX + " characters");
    }
    if (premium < 1 || premium > PREMIUM_MAX) {
      throw new IllegalArgumentException(
          "premium of " + productName + " must be 1 to " + PREMIUM_MAX);
    }
    if (!CURRENCY.matcher(currency).matches()) {
      throw new IllegalArgumentException(
          "currency of " + productName + " must be three capital letters");
    }
  }
}
