package insurancecontract.subscription.domain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that may be applied for, in the order in which it is offered; names are unique. */
public final class Products {
  private final Map<String, Product> byName = new LinkedHashMap<>();

  /** Rejects duplicate names: it would be unclear which premium applies. */
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
