package insurancecontract.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a run has done and found.
 *
 * @param lasted until everything was healed
 * @param faults how many of each kind
 * @param ends applications by where they have got to
 * @param answers how often each call got each answer
 * @param quiet from when everything was healed until nothing was under way
 * @param broken what should hold and does not
 */
public record FaultReport(
    long seed,
    Duration lasted,
    Map<String, Integer> faults,
    Map<String, Integer> ends,
    Map<String, Long> answers,
    Duration quiet,
    List<String> broken) {
  private static final int BROKEN_SHOWN_MAX = 50;

  /** Whether everything holds. */
  public boolean whole() {
    return broken.isEmpty();
  }

  /** A table in Markdown. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>(List.of("| what | how many |", "| --- | ---: |"));
    faults.forEach((fault, count) -> lines.add(row(fault, count)));
    lines.add(row("**kills**", kills()));
    lines.add(row("**faults made**", sum(faults)));
    ends.forEach((status, count) -> lines.add(row(status, count)));
    lines.add(row("**sagas run**", sum(ends)));
    answers.forEach((answer, count) -> lines.add(row(answer, count)));
    lines.add(row("**invariants broken**", broken.size()));
    lines.add("| time to quiet | %.1f s |".formatted(quiet.toMillis() / 1e3));
    lines.add("| time until healed | %.0f s |".formatted(lasted.toMillis() / 1e3));
    lines.add("| seed | " + seed + " |");
    broken.stream().limit(BROKEN_SHOWN_MAX).forEach(each -> lines.add("BROKEN: " + each));
    return lines;
  }

  /** How many programs were killed. */
  public int kills() {
    return faults.entrySet().stream()
        .filter(fault -> fault.getKey().startsWith("kill "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  private static String row(String what, long count) {
    return "| %s | %,d |".formatted(what, count);
  }

  private static long sum(Map<String, Integer> counts) {
    return counts.values().stream().mapToLong(Integer::longValue).sum();
  }
}
