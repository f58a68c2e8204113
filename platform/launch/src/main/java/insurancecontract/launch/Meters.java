package insurancecontract.launch;

import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;

/** What Vert.x itself measures, in every mode. */
public final class Meters {
  private Meters() {}

  /** For Prometheus; requests by the route that answers them, so that no id becomes a label. */
  public static MicrometerMetricsOptions options() {
    return new MicrometerMetricsOptions()
        .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true))
        .addLabels(Label.HTTP_ROUTE)
        .setJvmMetricsEnabled(true)
        .setEnabled(true);
  }
}
