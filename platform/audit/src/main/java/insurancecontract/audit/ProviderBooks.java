package insurancecontract.audit;

import java.util.List;

/** What the payment provider's statement lists for one subscription; nothing is a list as well. */
public record ProviderBooks(List<Movement> movements) {
  /** No money was moved. */
  public static final ProviderBooks EMPTY = new ProviderBooks(List.of());

  List<Movement> charges() {
    return of(Movement.Type.CHARGE);
  }

  List<Movement> refunds() {
    return of(Movement.Type.REFUND);
  }

  private List<Movement> of(Movement.Type type) {
    return movements.stream().filter(movement -> movement.type() == type).toList();
  }

  /** Whether the provider has the customer's money now. */
  boolean holdMoney() {
    return charges().size() > refunds().size();
  }

  @Override
  public String toString() {
    return "the provider lists %s and %s"
        .formatted(count(charges(), "charge"), count(refunds(), "refund"));
  }

  private static String count(List<Movement> some, String noun) {
    return some.size() + " " + noun + (some.size() == 1 ? "" : "s");
  }
}
