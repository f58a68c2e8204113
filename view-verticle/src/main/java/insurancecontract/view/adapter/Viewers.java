package insurancecontract.view.adapter;

import insurancecontract.chassis.identity.Caller;
import insurancecontract.contracts.Roles;
import insurancecontract.view.query.Visibility;
import java.util.Optional;
import java.util.OptionalLong;

/** What a caller may see, over every channel alike. */
public final class Viewers {
  private Viewers() {}

  /** The widest visibility that one of the caller's roles allows; empty when none allows any. */
  public static Optional<Visibility> visibility(Caller caller) {
    if (caller.isAny(Roles.SUPERVISOR, Roles.OPERATOR)) return Optional.of(Visibility.ALL);
    OptionalLong underwriterId = caller.number("underwriterId");
    if (caller.is(Roles.UNDERWRITER) && underwriterId.isPresent()) {
      return Optional.of(Visibility.underwriter(underwriterId.getAsLong()));
    }
    return caller.is(Roles.CUSTOMER)
        ? Optional.of(Visibility.customer(caller.subject()))
        : Optional.empty();
  }
}
