package insurancecontract.chassis.http;

import io.vertx.core.http.HttpMethod;
import java.util.Set;

/**
 * Label values of metrics that would otherwise come from a client. Every value is a time series
 * that is kept until the process ends, so the values of a label must be a closed set.
 */
public final class MetricLabels {
  /** Any value outside the set. */
  public static final String OTHER = "other";

  private static final Set<String> METHODS =
      Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

  private MetricLabels() {}

  /** The label of a request method, which a client may invent. */
  public static String method(HttpMethod method) {
    return METHODS.contains(method.name()) ? method.name() : OTHER;
  }
}
