package insurancecontract.underwriting.domain;

import java.time.Instant;

/** What the desk can be told to do. */
public sealed interface DeskCommand permits CaseCommand, StaffCommand {
  /** When the command was given. */
  Instant at();
}
