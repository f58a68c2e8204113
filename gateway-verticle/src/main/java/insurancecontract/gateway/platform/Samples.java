package insurancecontract.gateway.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A service's metrics, parsed from the Prometheus text format. */
final class Samples {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([^ ]+)(?: [0-9]+)?");

  private record Sample(String name, String labels, double value) {
    boolean has(String label, String value) {
      return ("," + labels).contains("," + label + "=\"" + value + "\"");
    }
  }

  private final List<Sample> samples = new ArrayList<>();

  private Samples() {}

  /** Lines that it does not understand, and values that are not finite, are left out. */
  static Samples parse(String text) {
    Samples parsed = new Samples();
    text.lines()
        .filter(line -> !line.startsWith("#"))
        .map(LINE::matcher)
        .filter(Matcher::matches)
        .forEach(parsed::add);
    return parsed;
  }

  private void add(Matcher line) {
    String labels = line.group(2) == null ? "" : line.group(2);
    try {
      double value = Double.parseDouble(line.group(3));
      if (Double.isFinite(value)) samples.add(new Sample(line.group(1), labels, value));
    } catch (NumberFormatException notANumber) {
      // Not a sample.
    }
  }

  /** The sum over all samples with that name and these labels, which are name-value pairs. */
  OptionalDouble sum(String name, String... labels) {
    List<Sample> found =
        samples.stream()
            .filter(sample -> sample.name().equals(name) && has(sample, labels))
            .toList();
    return found.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(found.stream().mapToDouble(Sample::value).sum());
  }

  private static boolean has(Sample sample, String... labels) {
    for (int i = 0; i < labels.length; i += 2) {
      if (!sample.has(labels[i], labels[i + 1])) return false;
    }
    return true;
  }

  /** The values of a label among the samples with that name and service. */
  List<String> labels(String name, String service, String label) {
    Pattern value = Pattern.compile("(?:^|,)" + label + "=\"([^\"]*)\"");
    return samples.stream()
        .filter(sample -> sample.name().equals(name) && sample.has("service", service))
        .map(sample -> value.matcher(sample.labels()))
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .distinct()
        .toList();
  }
}
