package insurancecontract.subscription.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that may be applied for, in the order in which it is offered; no name twice. */
public final class Products {
  private final Map<String, Product> byName = new LinkedHashMap<>();

  /** Refuses a list in which a name stands twice: nobody could say which premium is meant. */
  public Products(List<Product> offered) {
    for (Product product : offered) {
      if (byName.put(product.productName(), product) != null) {
        throw new IllegalArgumentException("productName " + product.productName() + " twice");
      }
    }
  }

  /** The product of exactly that name. */
  public Optional<Product> find(String productName) {
    return Optional.ofNullable(byName.get(productName));
  }

  /** All of them, as offered. */
  public List<Product> all() {
    return List.copyOf(byName.values());
  }

  @Override
  public String toString() {
    return byName.values().toString();
  }
}
