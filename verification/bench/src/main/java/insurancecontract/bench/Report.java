package insurancecontract.bench;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a run of the instrument found.
 *
 * @param durableTransactions what the machine's database can do, a second
 */
record Report(List<Measurement> measurements, double durableTransactions) {
  private static final String WHOLE = "whole";

  /** The spans that are the same but for the round. */
  private record Span(String scenario, String checkout) {}

  private record Column(String title, String format, ToDoubleFunction<Measurement> value) {}

  private static final List<Column> COLUMNS =
      List.of(
          new Column("good/s", "%.0f", each -> each.load().goodPerSecond()),
          new Column("p50 ms", "%.1f", each -> Measurement.millis(each.load().good(), 50)),
          new Column("p99 ms", "%.1f", each -> Measurement.millis(each.load().good(), 99)),
          new Column("refused", "%.0f", each -> each.load().refused().getTotalCount()),
          new Column("p99 ms", "%.1f", each -> Measurement.millis(each.load().refused(), 99)),
          new Column("CPU ms", "%.3f", Measurement::cpuMillisEach),
          new Column("JVM", "%.3f", each -> each.eachMillis(each.jvm().cpuSeconds())),
          new Column("PostgreSQL", "%.3f", each -> each.eachMillis(each.postgres().cpuSeconds())),
          new Column("generator", "%.3f", each -> each.eachMillis(each.generator().cpuSeconds())),
          new Column("MB", "%.0f", each -> each.memory() / 1e6),
          new Column("KB written", "%.1f", each -> written(each) / 1e3 / Math.max(1, good(each))));

  private static double written(Measurement each) {
    return each.jvm().writtenBytes() + each.postgres().writtenBytes();
  }

  private static double good(Measurement each) {
    return each.load().good().getTotalCount();
  }

  /** Whether the auditor found nothing broken in any trial. */
  boolean whole() {
    return measurements.stream().allMatch(each -> each.audit().equals(WHOLE));
  }

  /** A table in Markdown: medians over the rounds, with the range where there are several. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(row("scenario", "of", COLUMNS.stream().map(Column::title).toList(), "audit"));
    lines.add(row("---", "---", COLUMNS.stream().map(each -> "---:").toList(), "---"));
    Map<Span, List<Measurement>> spans = spans();
    spans.forEach(
        (span, rounds) ->
            lines.add(
                row(
                    span.scenario(),
                    span.checkout(),
                    COLUMNS.stream().map(each -> cell(each, rounds)).toList(),
                    String.join(
                        " ", rounds.stream().map(Measurement::audit).distinct().toList()))));
    lines.add("");
    if (durableTransactions > 0) {
      lines.add(
          "This machine's database commits %.0f durable transactions of two rows a second."
              .formatted(durableTransactions));
    }
    ratios(spans, lines);
    if (measurements.stream().anyMatch(Measurement::generatorWasTheLimit)) {
      lines.add("The generator was the limit itself in:");
      measurements.stream()
          .filter(Measurement::generatorWasTheLimit)
          .map(each -> "  " + each.scenario() + " of " + each.checkout())
          .distinct()
          .forEach(lines::add);
    }
    return lines;
  }

  /** How the last checkout stands to the first, in each scenario. */
  private static void ratios(Map<Span, List<Measurement>> spans, List<String> lines) {
    spans.forEach(
        (span, rounds) -> {
          String base = spans.keySet().iterator().next().checkout();
          List<Measurement> before = spans.get(new Span(span.scenario(), base));
          if (span.checkout().equals(base) || before == null) return;
          lines.add(
              "%s: rate %.2f, CPU %.2f of %s's"
                  .formatted(
                      span.scenario(),
                      ratio(rounds, before, each -> each.load().goodPerSecond()),
                      ratio(rounds, before, Measurement::cpuMillisEach),
                      base));
        });
  }

  private static double ratio(
      List<Measurement> now, List<Measurement> before, ToDoubleFunction<Measurement> value) {
    return median(now, value) / median(before, value);
  }

  private Map<Span, List<Measurement>> spans() {
    Map<Span, List<Measurement>> spans = new LinkedHashMap<>();
    for (Measurement each : measurements) {
      spans
          .computeIfAbsent(new Span(each.scenario(), each.checkout()), none -> new ArrayList<>())
          .add(each);
    }
    return spans;
  }

  private static String cell(Column column, List<Measurement> rounds) {
    String median = column.format().formatted(median(rounds, column.value()));
    if (rounds.size() == 1) return median;
    double[] sorted = rounds.stream().mapToDouble(column.value()).sorted().toArray();
    String range = column.format() + "–" + column.format();
    return median + " (" + range.formatted(sorted[0], sorted[sorted.length - 1]) + ")";
  }

  static double median(List<Measurement> rounds, ToDoubleFunction<Measurement> value) {
    double[] sorted = rounds.stream().mapToDouble(value).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private static String row(String first, String second, List<String> cells, String last) {
    return "| %s | %s | %s | %s |".formatted(first, second, String.join(" | ", cells), last);
  }

  /** Everything, for programs. */
  JsonObject json() {
    JsonArray all = new JsonArray();
    measurements.forEach(each -> all.add(each.json()));
    Runtime here = Runtime.getRuntime();
    return new JsonObject()
        .put(
            "machine",
            new JsonObject()
                .put("processors", here.availableProcessors())
                .put("java", System.getProperty("java.runtime.version"))
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"))
                .put("durableTransactionsPerSecond", durableTransactions))
        .put("measurements", all);
  }
}
