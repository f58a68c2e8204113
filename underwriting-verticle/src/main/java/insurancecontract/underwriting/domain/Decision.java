package insurancecontract.underwriting.domain;

import java.util.List;

/** The answer to a command: accepted with what happens, or refused with the reason. */
public sealed interface Decision {
  /** So be it. Without events the command was no news: things stood like that already. */
  record Accepted(List<CaseEvent> events) implements Decision {}

  /** No, and why, in a sentence for whoever asked. */
  record Refused(Reason reason, String detail) implements Decision {}

  /** Accepted, with these events. */
  static Decision accepted(CaseEvent... events) {
    return new Accepted(List.of(events));
  }

  /** Refused for this reason. */
  static Decision refused(Reason reason, String detail) {
    return new Refused(reason, detail);
  }
}
