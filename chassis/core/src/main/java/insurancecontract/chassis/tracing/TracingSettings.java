package insurancecontract.chassis.tracing;

import insurancecontract.chassis.settings.Settings;
import java.time.Duration;

/**
 * Where spans are sent.
 *
 * @param endpoint the base address of an OTLP receiver over HTTP, such as {@code
 *     http://collector:4318}; empty for no tracing
 * @param ratio fraction of the traces started here that is exported; a sampling decision that came
 *     with a trace is kept
 * @param queueMax spans that may wait for the receiver; more are dropped
 * @param timeout timeout of one export
 */
public record TracingSettings(String endpoint, double ratio, int queueMax, Duration timeout) {
  /** No tracing. */
  public static final TracingSettings OFF = new TracingSettings("", 0, 1, Duration.ofSeconds(1));

  /** Reads {@code TRACING_*}. */
  public static TracingSettings from(Settings settings) {
    String endpoint = settings.text("TRACING_OTLP_ENDPOINT", "").replaceAll("/+$", "");
    if (!endpoint.isEmpty() && !endpoint.matches("https?://[^/\\s]+(/\\S*)?")) {
      settings.fault(
          "TRACING_OTLP_ENDPOINT", endpoint, "an address that begins with http:// or https://");
    }
    return new TracingSettings(
        endpoint,
        settings.ratio("TRACING_RATIO", 1),
        settings.between("TRACING_QUEUE_MAX", 1, 1_000_000, 2_048),
        settings.millis("TRACING_TIMEOUT_MS", 100, 60_000, 5_000));
  }
}
