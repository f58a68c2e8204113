package insurancecontract.launch;

import insurancecontract.chassis.http.MetricLabels;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.vertx.core.spi.observability.HttpRequest;
import io.vertx.micrometer.Label;
import io.vertx.micrometer.MicrometerMetricsOptions;
import io.vertx.micrometer.VertxPrometheusOptions;
import java.util.EnumSet;
import java.util.Set;

/** What Vert.x itself measures, in every mode. */
public final class Meters {
  private Meters() {}

  /**
   * For Prometheus. No label takes its value from a client: requests are counted by the route that
   * answers them, not by their path, and by a known method.
   */
  public static MicrometerMetricsOptions options() {
    return new MicrometerMetricsOptions()
        .setPrometheusOptions(new VertxPrometheusOptions().setEnabled(true))
        .setLabels(labels())
        .setServerRequestTagsProvider(Meters::method)
        .setClientRequestTagsProvider(Meters::method)
        .setJvmMetricsEnabled(true)
        .setEnabled(true);
  }

  private static Set<Label> labels() {
    Set<Label> labels = EnumSet.copyOf(MicrometerMetricsOptions.DEFAULT_LABELS);
    labels.add(Label.HTTP_ROUTE);
    labels.remove(Label.HTTP_METHOD);
    return labels;
  }

  /** In place of the label of Vert.x, which is the method as received. */
  private static Iterable<Tag> method(HttpRequest request) {
    return Tags.of(Label.HTTP_METHOD.toString(), MetricLabels.method(request.method()));
  }
}
