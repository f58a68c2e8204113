package insurancecontract.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {
  @Test
  void two_checkouts_are_compared_by_their_medians() {
    List<Measurement> rounds =
        List.of(
            accepted("before", 100, 1.0, "whole"),
            accepted("after", 150, 1.2, "whole"),
            accepted("before", 300, 3.0, "whole"),
            accepted("after", 300, 2.4, "whole"),
            accepted("before", 200, 2.0, "whole"),
            accepted("after", 450, 1.8, "whole"));
    Report report = new Report(rounds, 0);
    assertThat(report.lines())
        .anyMatch(line -> line.startsWith("| accept | before | 200 (100–300) |"))
        .contains("accept: rate 1.50, CPU 0.80 of before's");
  }

  @Test
  void what_the_auditor_finds_broken_is_not_whole() {
    assertThat(new Report(List.of(accepted("here", 1, 1, "whole")), 0).whole()).isTrue();
    assertThat(new Report(List.of(accepted("here", 1, 1, "BROKEN")), 0).whole()).isFalse();
  }

  @Test
  void a_generator_that_needs_its_whole_core_says_so() {
    Measurement busy = accepted("here", 100, 1, "whole", new Usage(0.95, 0));
    assertThat(new Report(List.of(busy), 0).lines())
        .contains("The generator was the limit itself in:", "  accept of here");
  }

  private static Measurement accepted(String checkout, int good, double cpu, String audit) {
    return accepted(checkout, good, cpu, audit, Usage.NONE);
  }

  /** In one second. */
  private static Measurement accepted(
      String checkout, int good, double cpu, String audit, Usage generator) {
    Histogram answers = new Histogram(3);
    answers.recordValueWithCount(1_000, good);
    var load =
        new Load.Result(1, answers, new Histogram(3), Map.of(201, (long) good), new Histogram(3));
    return new Measurement(
        "accept", checkout, load, new Usage(cpu, 0), Usage.NONE, generator, 0, audit);
  }
}
