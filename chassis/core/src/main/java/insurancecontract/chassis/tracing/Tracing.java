package insurancecontract.chassis.tracing;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/**
 * The steps of one service as spans. A trace is identified by its {@code traceparent} alone, which
 * travels with requests, rows and records; nothing depends on threads. Without a receiver there are
 * no spans, and a {@code traceparent} is passed on unchanged.
 */
public final class Tracing {
  private final Vertx vertx;
  private final TracingSettings settings;
  private final SdkTracerProvider provider;
  private final Tracer tracer;

  private Tracing(Vertx vertx, TracingSettings settings, SdkTracerProvider provider) {
    this.vertx = vertx;
    this.settings = settings;
    this.provider = provider;
    this.tracer = provider == null ? null : provider.get("insurancecontract");
  }

  /** Tracing without spans. */
  public static Tracing off() {
    return new Tracing(null, TracingSettings.OFF, null);
  }

  /** The tracing of a service. */
  public static Tracing of(Vertx vertx, String service, TracingSettings settings) {
    if (settings.endpoint().isEmpty()) return off();
    var exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(settings.endpoint() + "/v1/traces")
            .setTimeout(settings.timeout())
            .build();
    var provider =
        SdkTracerProvider.builder()
            .setResource(Resource.create(Attributes.builder().put("service.name", service).build()))
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.ratio())))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter)
                    .setMaxQueueSize(settings.queueMax())
                    .setMaxExportBatchSize(Math.min(512, settings.queueMax()))
                    .setExporterTimeout(settings.timeout())
                    .build())
            .build();
    return new Tracing(vertx, settings, provider);
  }

  /** Whether spans are exported; if not, per-item steps can be skipped. */
  public boolean isOn() {
    return tracer != null;
  }

  /** A child step of {@code traceparent}, or the first of a new trace if that is not valid. */
  public Step begin(SpanKind kind, String name, String traceparent) {
    if (tracer == null) return new Step(Span.getInvalid(), Trace.orNew(traceparent));
    SpanBuilder builder = tracer.spanBuilder(name).setSpanKind(kind).setNoParent();
    if (Trace.isWellFormed(traceparent)) {
      builder = builder.setParent(Context.root().with(Span.wrap(parent(traceparent))));
    }
    Span span = builder.startSpan();
    SpanContext begun = span.getSpanContext();
    return new Step(
        span,
        "00-" + begun.getTraceId() + "-" + begun.getSpanId() + "-" + begun.getTraceFlags().asHex());
  }

  private static SpanContext parent(String traceparent) {
    String[] parts = traceparent.split("-", -1);
    return SpanContext.createFromRemoteParent(
        parts[1], parts[2], TraceFlags.fromHex(parts[3], 0), TraceState.getDefault());
  }

  /** Flushes pending spans, within the timeout of one export. */
  public Future<Void> close() {
    if (provider == null) return Future.succeededFuture();
    return vertx.executeBlocking(
        () -> {
          var unused =
              provider.shutdown().join(settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
          return null;
        },
        false);
  }
}
