package insurancecontract.view.adapter;

import insurancecontract.chassis.identity.Caller;
import insurancecontract.view.query.Visibility;
import java.util.Optional;
import java.util.OptionalLong;

/** What a caller may see, by whichever way the caller asks. */
public final class Viewers {
  private Viewers() {}

  /** The widest that one of the caller's roles allows; empty when none allows anything. */
  public static Optional<Visibility> visibility(Caller caller) {
    if (caller.isAny("supervisor", "operator")) return Optional.of(Visibility.ALL);
    OptionalLong underwriterId = caller.number("underwriterId");
    if (caller.is("underwriter") && underwriterId.isPresent()) {
      return Optional.of(Visibility.underwriter(underwriterId.getAsLong()));
    }
    return caller.is("customer")
        ? Optional.of(Visibility.customer(caller.subject()))
        : Optional.empty();
  }
}
