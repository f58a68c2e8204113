package insurancecontract.simulation;

import insurancecontract.audit.Invariant;
import insurancecontract.simulation.world.Mishap;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;

/** The command: runs seeds for a while, or one plan again. */
public final class SimulationCommand {
  private static final int PASSED = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private static final String HELP =
      """
      ./run simulate [--minutes N] [--seeds N] [--from SEED] [--threads N]
          runs seeds until one fails or the time is over (1 minute unless --seeds is given);
          with --seeds, every one of them has to be judged in that time
      ./run simulate --replay SEED [--dice N] [--customers N,N] [--faults N,N]
          runs one seed, or what a failure was cut down to, and prints its trace
      """;

  private static final Set<String> SEARCH = Set.of("--minutes", "--seeds", "--from", "--threads");
  private static final Set<String> REPLAY = Set.of("--replay", "--dice", "--customers", "--faults");

  private final Seams seams;
  private final PrintStream out;
  private final Map<String, String> options = new HashMap<>();

  private SimulationCommand(Seams seams, PrintStream out) {
    this.seams = seams;
    this.out = out;
  }

  /** Exits with 0 when everything holds, with 1 when something is broken, with 2 when misused. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), new Seams(), System.out));
  }

  /** The same with these parts; the exit code. */
  static int run(List<String> arguments, Seams seams, PrintStream out) {
    return new SimulationCommand(seams, out).run(arguments);
  }

  private int run(List<String> arguments) {
    if (arguments.contains("--help")) {
      out.println(HELP);
      return PASSED;
    }
    try {
      read(arguments, arguments.contains("--replay") ? REPLAY : SEARCH);
      return options.containsKey("--replay") ? replay() : search();
    } catch (IllegalArgumentException wrong) {
      out.println(wrong.getMessage());
      out.println(HELP);
      return MISUSED;
    }
  }

  private void read(List<String> arguments, Set<String> known) {
    for (int at = 0; at < arguments.size(); at += 2) {
      String name = arguments.get(at);
      if (!known.contains(name)) throw new IllegalArgumentException("unknown: " + name);
      if (at + 1 == arguments.size()) throw new IllegalArgumentException(name + " needs a value");
      options.put(name, arguments.get(at + 1));
    }
  }

  private int replay() {
    long seed = number("--replay", 0, Long.MIN_VALUE);
    Plan whole = Plan.of(seed);
    Plan plan =
        Plan.of(
            seed,
            number("--dice", seed, Long.MIN_VALUE),
            numbers("--customers", whole.wishes().size()),
            numbers("--faults", whole.faults().size()));
    Verdict verdict = Simulation.run(plan, seams, true);
    verdict.trace().forEach(out::println);
    out.println(verdict.whole() ? "everything holds" : "broken: " + verdict.broken());
    return verdict.whole() ? PASSED : FAILED;
  }

  private int search() {
    boolean counted = options.containsKey("--seeds");
    long minutes = number("--minutes", counted ? Long.MAX_VALUE : 1, 1);
    int threads =
        Math.toIntExact(number("--threads", Runtime.getRuntime().availableProcessors(), 1));
    var seeds =
        new Seeds(
            seams,
            number("--from", 1, Long.MIN_VALUE),
            counted ? number("--seeds", 1, 1) : Seeds.UNLIMITED);
    long begin = System.nanoTime();
    long nanos = TimeUnit.MINUTES.toNanos(minutes);
    BooleanSupplier timeIsOver = () -> System.nanoTime() - begin > nanos;
    seeds.run(threads, timeIsOver);
    print(seeds, (System.nanoTime() - begin) / 1e9, threads);
    return seeds.passed() ? PASSED : FAILED;
  }

  private void print(Seeds done, double seconds, int threads) {
    for (Mishap mishap : Mishap.ALL) {
      out.printf("%,12d  %s%n", done.met().getOrDefault(mishap, 0L), mishap.words());
    }
    for (Invariant invariant : Invariant.values()) {
      long checked = done.checked().getOrDefault(invariant, 0L);
      out.printf("%,12d  checks of %d: %s%n", checked, invariant.number(), invariant.words());
    }
    out.printf(
        "%,d seeds judged, %,d sagas in %.0f s: %,.0f sagas a minute on %d threads; %s%n",
        done.judged(), done.sagas(), seconds, done.sagas() / seconds * 60, threads, result(done));
    done.failure().ifPresent(failure -> Report.of(seams, failure).forEach(out::println));
  }

  private String result(Seeds done) {
    if (done.failure().isPresent()) return "broken";
    return done.passed()
        ? "every invariant held"
        : "the time was over before all of %s seeds were judged".formatted(options.get("--seeds"));
  }

  private long number(String name, long otherwise, long least) {
    if (!options.containsKey(name)) return otherwise;
    try {
      long number = Long.parseLong(options.get(name));
      if (number >= least) return number;
    } catch (NumberFormatException notANumber) {
      throw new IllegalArgumentException(name + " needs a number", notANumber);
    }
    throw new IllegalArgumentException(name + " has to be at least " + least);
  }

  /** Those given, or all of them. */
  private List<Integer> numbers(String name, int all) {
    if (!options.containsKey(name)) return IntStream.range(0, all).boxed().toList();
    String given = options.get(name);
    if (given.equals("none")) return List.of();
    List<Integer> numbers = Arrays.stream(given.split(",")).map(Integer::valueOf).toList();
    if (numbers.stream().anyMatch(it -> it < 0 || it >= all)) {
      throw new IllegalArgumentException(name + " are numbers from 0 to " + (all - 1));
    }
    return numbers;
  }
}
