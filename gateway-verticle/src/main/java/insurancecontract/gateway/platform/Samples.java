package insurancecontract.gateway.platform;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service measures, read from the text that Prometheus would be given. */
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

  /** Takes what it understands; comments and numbers that are none are left out. */
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
      // Such as +Inf, in which nobody here is interested.
    }
  }

  /** The sum over all samples of that name that carry the labels, given as name and value. */
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

  /** The values that a label has among the samples of that name and service. */
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
