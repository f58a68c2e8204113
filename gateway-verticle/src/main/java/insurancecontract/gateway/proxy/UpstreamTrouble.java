package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import java.time.Duration;
import java.util.List;

/** What the client is told when a service did not answer. */
final class UpstreamTrouble {
  private UpstreamTrouble() {}

  /** Nobody is there: nothing was sent. */
  static ProblemException away(String service, Duration retryAfter) {
    return Problems.unavailable(
        "SERVICE_UNAVAILABLE",
        "The service " + service + " is not there at the moment. Please try again shortly.",
        retryAfter);
  }

  /** Too many already wait for it: nothing was sent. */
  static ProblemException busy(String service, Duration retryAfter) {
    return Problems.unavailable(
        "SERVICE_BUSY",
        "The service " + service + " has too much to do. Please try again shortly.",
        retryAfter);
  }

  /** It was asked and did not answer in time: what was asked for may still happen. */
  static ProblemException slow(String service, Duration retryAfter) {
    return new ProblemException(
        new Problem(
            504,
            "SERVICE_TIMEOUT",
            "This took too long",
            "The service "
                + service
                + " did not answer in time. Look whether it did what you asked for before you ask"
                + " again.",
            List.of(),
            retryAfter));
  }

  /** It broke off while it was asked: what was asked for may have happened. */
  static ProblemException brokeOff(String service) {
    return Problems.problem(
        502,
        "SERVICE_BROKE_OFF",
        "The answer was lost",
        "The service "
            + service
            + " broke off. Look whether it did what you asked for before you ask again.");
  }
}
