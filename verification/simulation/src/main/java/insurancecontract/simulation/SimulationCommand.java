package insurancecontract.simulation;

import insurancecontract.simulation.world.Mishap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The command: runs seeds for a while, or one plan again. */
public final class SimulationCommand {
  private static final String HELP =
      """
      ./simulate [--minutes N] [--seeds N] [--from SEED] [--threads N]
          runs seeds until one fails, all are done or the time is over (1 minute by default)
      ./simulate --replay SEED [--dice N] [--customers N,N] [--faults N,N]
          runs one seed, or what a failure was cut down to, and prints its trace
      """;

  private final List<String> arguments;

  private SimulationCommand(List<String> arguments) {
    this.arguments = arguments;
  }

  /** Exits with 0 when everything holds, with 1 when something is broken, with 2 when misused. */
  public static void main(String[] arguments) {
    System.exit(new SimulationCommand(List.of(arguments)).run());
  }

  private int run() {
    if (arguments.contains("--help")) {
      print(List.of(HELP));
      return 0;
    }
    try {
      return arguments.contains("--replay") ? replay() : search();
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(HELP);
      return 2;
    }
  }

  private int replay() {
    long seed = number("--replay", 0);
    Plan whole = Plan.of(seed);
    Plan plan =
        Plan.of(
            seed,
            number("--dice", seed),
            numbers("--customers", whole.wishes().size()),
            numbers("--faults", whole.faults().size()));
    Verdict verdict = Simulation.run(plan, new Seams(), true);
    print(verdict.trace());
    print(List.of(verdict.whole() ? "everything holds" : "broken: " + verdict.broken()));
    return verdict.whole() ? 0 : 1;
  }

  private int search() {
    long begin = System.nanoTime();
    long until = begin + number("--minutes", 1) * 60_000_000_000L;
    int threads = (int) number("--threads", Runtime.getRuntime().availableProcessors());
    var seeds = new Seeds(new Seams(), number("--from", 1), number("--seeds", Long.MAX_VALUE / 2));
    Seeds done = seeds.run(threads, () -> System.nanoTime() > until);
    double seconds = (System.nanoTime() - begin) / 1e9;
    for (Map.Entry<Mishap, Long> each :
        done.met().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      print(List.of("%,12d  %s".formatted(each.getValue(), each.getKey().words())));
    }
    print(
        List.of(
            "%,d seeds, %,d sagas in %.0f s: %,.0f sagas a minute on %d threads; %s"
                .formatted(
                    done.runs(),
                    done.sagas(),
                    seconds,
                    done.sagas() / seconds * 60,
                    threads,
                    done.failure().isEmpty() ? "every invariant held" : "broken")));
    done.failure().ifPresent(failure -> print(Report.of(new Seams(), failure)));
    return done.failure().isEmpty() ? 0 : 1;
  }

  private long number(String name, long otherwise) {
    int at = arguments.indexOf(name);
    if (at < 0) return otherwise;
    if (at + 1 == arguments.size()) throw new IllegalArgumentException(name + " needs a number");
    try {
      return Long.parseLong(arguments.get(at + 1));
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(name + " needs a number", notANumber);
    }
  }

  /** Those given, or all of them. */
  private List<Integer> numbers(String name, int all) {
    int at = arguments.indexOf(name);
    if (at < 0) return java.util.stream.IntStream.range(0, all).boxed().toList();
    String given = at + 1 == arguments.size() ? "" : arguments.get(at + 1);
    if (given.equals("none")) return List.of();
    List<Integer> numbers = Arrays.stream(given.split(",")).map(Integer::valueOf).toList();
    if (numbers.stream().anyMatch(it -> it < 0 || it >= all)) {
      throw new IllegalArgumentException(name + " are numbers from 0 to " + (all - 1));
    }
    return numbers;
  }

  private static void print(List<String> lines) {
    lines.forEach(System.out::println);
  }
}
