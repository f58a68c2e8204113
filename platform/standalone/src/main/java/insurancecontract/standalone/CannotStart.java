package insurancecontract.standalone;

import insurancecontract.chassis.StartFailure;

/** A start that cannot succeed as things stand; the message says in one line why and what to do. */
public final class CannotStart extends StartFailure {
  private static final long serialVersionUID = 1L;

  CannotStart(String reason) {
    super(reason);
  }

  CannotStart(String reason, Throwable cause) {
    super(reason, cause);
  }
}
