package insurancecontract.simulation;

import static insurancecontract.commandline.CommandLines.DONE;
import static insurancecontract.commandline.CommandLines.FAILED;

import insurancecontract.audit.Invariant;
import insurancecontract.commandline.Between;
import insurancecontract.commandline.CommandLines;
import insurancecontract.simulation.world.FaultKind;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs seeds for a while, or replays one plan. */
@Command(
    name = "run simulate",
    description = {
      "Runs seeds until one fails or the time is up; with --seeds, all of them must be"
          + " judged in that time.",
      "With --replay, runs one seed, or the plan that a failure was reduced to, and prints its"
          + " trace."
    },
    optionListHeading = "%n",
    footer = {"", "Exits with 0 when everything holds, and with 1 when something is broken."})
public final class SimulationCommand implements Callable<Integer> {
  private static final class Count extends Between {
    Count() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** How to search for a failure. */
  private static final class Search {
    @Option(
        names = "--minutes",
        paramLabel = "N",
        converter = Count.class,
        description = "How long (default 1 minute, without a limit with --seeds).")
    Integer minutes;

    @Option(
        names = "--seeds",
        paramLabel = "N",
        converter = Count.class,
        description = "How many seeds.")
    Integer seeds;

    @Option(names = "--from", paramLabel = "SEED", description = "The first seed (default 1).")
    Long from = 1L;

    @Option(
        names = "--threads",
        paramLabel = "N",
        converter = Count.class,
        description = "How many at a time (default one per processor).")
    Integer threads = Runtime.getRuntime().availableProcessors();
  }

  /** What to replay: the whole plan of a seed, or only the named parts. */
  private static final class Replay {
    @Option(
        names = "--replay",
        paramLabel = "SEED",
        required = true,
        description = "Run this seed again.")
    Long seed;

    @Option(names = "--dice", paramLabel = "N", description = "With other dice.")
    Long dice;

    @Option(
        names = "--customers",
        paramLabel = "N,N",
        description = "Only these customers, or none.")
    String customers;

    @Option(names = "--faults", paramLabel = "N,N", description = "Only these faults, or none.")
    String faults;
  }

  /** Either a search or a replay. */
  private static final class Choice {
    @ArgGroup(exclusive = false)
    Search search;

    @ArgGroup(exclusive = false)
    Replay replay;
  }

  private final Seams seams;
  private final PrintStream out;
  @Spec private CommandSpec spec;

  @ArgGroup private Choice choice;

  private SimulationCommand(Seams seams, PrintStream out) {
    this.seams = seams;
    this.out = out;
  }

  /** Exits with 0 when everything holds, 1 when something is broken, 2 on a usage error. */
  public static void main(String[] arguments) {
    System.exit(run(List.of(arguments), new Seams(), System.out));
  }

  /** Runs the command with these parts; returns the exit code. */
  static int run(List<String> arguments, Seams seams, PrintStream out) {
    var writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    return CommandLines.of(new SimulationCommand(seams, out))
        .setOut(writer)
        .setErr(writer)
        .execute(arguments.toArray(String[]::new));
  }

  @Override
  public Integer call() {
    if (choice == null) return search(new Search());
    return choice.replay == null ? search(choice.search) : replay(choice.replay);
  }

  private int replay(Replay asked) {
    Plan whole = Plan.of(asked.seed);
    Plan plan =
        Plan.of(
            asked.seed,
            asked.dice == null ? asked.seed : asked.dice,
            numbers("--customers", asked.customers, whole.scenarios().size()),
            numbers("--faults", asked.faults, whole.faults().size()));
    Verdict verdict = Simulation.run(plan, seams, true);
    verdict.trace().forEach(out::println);
    out.println(verdict.passed() ? "everything holds" : "broken: " + verdict.broken());
    return verdict.passed() ? DONE : FAILED;
  }

  private int search(Search asked) {
    boolean counted = asked.seeds != null;
    var seeds = new Seeds(seams, asked.from, counted ? asked.seeds : Seeds.UNLIMITED);
    long begin = System.nanoTime();
    long nanos =
        asked.minutes == null && counted
            ? Long.MAX_VALUE
            : TimeUnit.MINUTES.toNanos(asked.minutes == null ? 1 : asked.minutes);
    BooleanSupplier timeIsOver = () -> System.nanoTime() - begin > nanos;
    Seeds done = seeds.run(asked.threads, timeIsOver);
    print(done, (System.nanoTime() - begin) / 1e9, asked);
    return done.passed() ? DONE : FAILED;
  }

  private void print(Seeds done, double seconds, Search asked) {
    for (FaultKind kind : FaultKind.ALL) {
      out.printf("%,12d  %s%n", done.injected().getOrDefault(kind, 0L), kind.words());
    }
    for (Invariant invariant : Invariant.values()) {
      long checked = done.checked().getOrDefault(invariant, 0L);
      out.printf("%,12d  checks of %d: %s%n", checked, invariant.number(), invariant.words());
    }
    out.printf(
        "%,d seeds judged, %,d sagas in %.0f s: %,.0f sagas a minute on %d threads; %s%n",
        done.judged(),
        done.sagas(),
        seconds,
        done.sagas() / seconds * 60,
        asked.threads,
        result(done, asked));
    done.failure().ifPresent(failure -> Report.of(seams, failure).forEach(out::println));
  }

  private static String result(Seeds done, Search asked) {
    if (done.failure().isPresent()) return "broken";
    return done.passed()
        ? "every invariant held"
        : "the time was up before all %s seeds were judged".formatted(asked.seeds);
  }

  /** Those given, or all of them. */
  private List<Integer> numbers(String name, String given, int all) {
    if (given == null) return IntStream.range(0, all).boxed().toList();
    if (given.equals("none")) return List.of();
    try {
      List<Integer> numbers = Arrays.stream(given.split(",")).map(Integer::valueOf).toList();
      if (numbers.stream().allMatch(it -> it >= 0 && it < all)) return numbers;
    } catch (NumberFormatException notANumber) {
      // Rejected below, like a number out of range.
    }
    throw new ParameterException(
        spec.commandLine(), name + " are numbers from 0 to " + (all - 1) + "; see --help");
  }
}
