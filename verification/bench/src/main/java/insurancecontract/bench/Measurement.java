package insurancecontract.bench;

import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One span of one scenario on one fresh platform.
 *
 * @param scenario which, with its stage where it has several
 * @param checkout what was measured, a short name
 * @param jvm what the platform's JVM used meanwhile
 * @param postgres what its PostgreSQL used
 * @param generator what the process that sends the load used
 * @param memory of platform and PostgreSQL at the end, in bytes
 * @param audit what the auditor said afterwards
 */
record Measurement(
    String scenario,
    String checkout,
    Load.Result load,
    Usage jvm,
    Usage postgres,
    Usage generator,
    long memory,
    String audit) {
  private static final double FULL = 0.9;
  private static final double MICROS_PER_MS = 1_000;
  private static final long LATE_MICROS = 20_000;

  /** The unit of both columns and JSON is the millisecond. */
  static double millis(Histogram histogram, double percentile) {
    return histogram.getValueAtPercentile(percentile) / MICROS_PER_MS;
  }

  /** Whether the generator may have been what limited the rate. */
  boolean generatorWasTheLimit() {
    return generator.cpuSeconds() > FULL * load.seconds()
        || load.late().getValueAtPercentile(99) > LATE_MICROS;
  }

  /** Processor time of platform and PostgreSQL for each good answer, in milliseconds. */
  double cpuMillisEach() {
    return eachMillis(jvm.cpuSeconds() + postgres.cpuSeconds());
  }

  double eachMillis(double cpuSeconds) {
    return cpuSeconds * 1_000 / Math.max(1, load.good().getTotalCount());
  }

  Measurement audited(String line) {
    return new Measurement(scenario, checkout, load, jvm, postgres, generator, memory, line);
  }

  JsonObject json() {
    JsonObject statuses = new JsonObject();
    for (Map.Entry<Integer, Long> status : load.statuses().entrySet()) {
      statuses.put(status.getKey() == 0 ? "none" : "" + status.getKey(), status.getValue());
    }
    return new JsonObject()
        .put("scenario", scenario)
        .put("checkout", checkout)
        .put("seconds", load.seconds())
        .put("goodPerSecond", load.goodPerSecond())
        .put("goodMs", percentiles(load.good()))
        .put("refusedMs", percentiles(load.refused()))
        .put("statuses", statuses)
        .put("lateMs", percentiles(load.late()))
        .put("generatorWasTheLimit", generatorWasTheLimit())
        .put("jvm", usage(jvm))
        .put("postgres", usage(postgres))
        .put("generator", usage(generator))
        .put("memoryBytes", memory)
        .put("audit", audit);
  }

  private static JsonObject percentiles(Histogram histogram) {
    return new JsonObject()
        .put("count", histogram.getTotalCount())
        .put("p50", millis(histogram, 50))
        .put("p90", millis(histogram, 90))
        .put("p99", millis(histogram, 99))
        .put("p999", millis(histogram, 99.9))
        .put("max", histogram.getMaxValue() / MICROS_PER_MS);
  }

  private JsonObject usage(Usage usage) {
    return new JsonObject()
        .put("cpuSeconds", usage.cpuSeconds())
        .put("cpuMsEach", eachMillis(usage.cpuSeconds()))
        .put("writtenBytes", usage.writtenBytes());
  }
}
