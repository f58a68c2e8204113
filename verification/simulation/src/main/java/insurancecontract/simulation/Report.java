package insurancecontract.simulation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A failure, reported for a person: what is broken, how to reproduce it, and the trace. */
final class Report {
  private Report() {}

  /** Shrinks the failing plan first. */
  static List<String> of(Seams seams, Verdict failure) {
    Verdict shortest = Simulation.run(Shrinker.shrink(seams, failure.plan()), seams, true);
    List<String> lines = new ArrayList<>();
    lines.add("seed " + failure.plan().seed() + " of commit " + commit() + " breaks:");
    failure.broken().forEach(each -> lines.add("  " + each));
    lines.add("");
    lines.add("The shortest trace found:");
    lines.addAll(shortest.trace());
    lines.add("");
    lines.add("Again: ./run simulate " + shortest.plan().arguments());
    return lines;
  }

  private static String commit() {
    try {
      Process git = new ProcessBuilder("git", "rev-parse", "--short", "HEAD").start();
      String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return said.isEmpty() ? "unknown" : said;
    } catch (IOException noGit) {
      return "unknown";
    }
  }
}
