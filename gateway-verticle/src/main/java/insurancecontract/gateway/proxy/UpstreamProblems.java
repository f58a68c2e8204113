package insurancecontract.gateway.proxy;

import insurancecontract.chassis.http.Problem;
import insurancecontract.chassis.http.ProblemException;
import insurancecontract.chassis.http.Problems;
import java.time.Duration;
import java.util.List;

/** The problems of calls that a service did not answer. */
final class UpstreamProblems {
  private UpstreamProblems() {}

  /** No instance is available; nothing was sent. */
  static ProblemException unavailable(String service, Duration retryAfter) {
    return Problems.unavailable(
        "SERVICE_UNAVAILABLE",
        "The service " + service + " is unavailable at the moment. Please try again shortly.",
        retryAfter);
  }

  /** Too many requests wait for it; nothing was sent. */
  static ProblemException busy(String service, Duration retryAfter) {
    return Problems.unavailable(
        "SERVICE_BUSY",
        "The service " + service + " is overloaded. Please try again shortly.",
        retryAfter);
  }

  /** It did not answer in time; the request may still be carried out. */
  static ProblemException slow(String service, Duration retryAfter) {
    return new ProblemException(
        new Problem(
            504,
            "SERVICE_TIMEOUT",
            "This took too long",
            "The service "
                + service
                + " did not answer in time. Check whether the request was carried out before you"
                + " send it again.",
            List.of(),
            retryAfter));
  }

  /** The connection was lost; the request may have been carried out. */
  static ProblemException brokeOff(String service) {
    return Problems.problem(
        502,
        "SERVICE_BROKE_OFF",
        "The answer was lost",
        "The service "
            + service
            + " closed the connection. Check whether the request was carried out before you send it"
            + " again.");
  }
}
