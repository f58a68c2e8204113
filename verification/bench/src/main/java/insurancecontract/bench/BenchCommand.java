package insurancecontract.bench;

import static insurancecontract.commandline.CommandLines.DONE;
import static insurancecontract.commandline.CommandLines.FAILED;

import insurancecontract.commandline.Between;
import insurancecontract.commandline.CommandLines;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** The command: measures fresh platforms and prints a table. */
@Command(
    name = "run bench",
    description = {
      "Starts a fresh platform for each scenario, sends its load from a process of its own, has the"
          + " auditor look, and prints a table.",
      "With --against, two checkouts by turns in each round, and their ratios."
    },
    optionListHeading = "%n",
    footer = {"", "Exits with 0, or with 1 when the auditor finds anything broken."})
public final class BenchCommand implements Callable<Integer> {
  private static final int SECONDS_MAX = 3_600;

  private static final class Count extends Between {
    Count() {
      super(1, SECONDS_MAX);
    }
  }

  private static final class Scenarios implements ITypeConverter<Scenario> {
    @Override
    public Scenario convert(String label) {
      return Arrays.stream(Scenario.values())
          .filter(each -> each.label().equals(label))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("one of " + LABELS));
    }
  }

  private static final List<String> LABELS =
      Arrays.stream(Scenario.values()).map(Scenario::label).toList();

  @Parameters(
      paramLabel = "SCENARIO",
      arity = "0..*",
      converter = Scenarios.class,
      description = "accept, accept-open, one-client, read, list, overload (default all).")
  private List<Scenario> scenarios = List.of(Scenario.values());

  @Option(
      names = "--seconds",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "20",
      description = "How long each span is measured (default 20).")
  private int seconds;

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "60",
      description = "Seconds of load before that (default 60).")
  private int warmUp;

  @Option(
      names = "--clients",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "100",
      description = "Who apply at once (default 100).")
  private int clients;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "1",
      description = "How often everything is measured (default 1).")
  private int rounds;

  @Option(
      names = "--against",
      paramLabel = "DIR",
      description = "Another checkout, measured by turns with this one.")
  private Path against;

  @Option(names = "--json", paramLabel = "FILE", description = "Write everything there, too.")
  private Path json;

  private final Path here;

  private BenchCommand(Path here) {
    this.here = here;
  }

  /** Exits with 0 when all was measured and is whole, with 1 when not, with 2 when misused. */
  public static void main(String[] arguments) {
    Path here = Path.of(System.getProperty("bench.checkout", ".")).toAbsolutePath().normalize();
    System.exit(CommandLines.of(new BenchCommand(here)).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    // Everything on one loop: the generator costs at most one core, and counts without locks.
    Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    try {
      Report report = new Report(measurements(vertx), yardstick());
      report.lines().forEach(System.out::println);
      if (json != null) Files.writeString(json, report.json().encodePrettily() + "\n");
      return report.whole() ? DONE : FAILED;
    } finally {
      vertx.close().await();
    }
  }

  private double yardstick() {
    say("this machine: durable transactions");
    return Machine.durableTransactions(Duration.ofSeconds(seconds));
  }

  private List<Measurement> measurements(Vertx vertx) {
    var plan = new Trial.Plan(Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds), clients);
    List<Measurement> measurements = new ArrayList<>();
    for (int round = 1; round <= rounds; round++) {
      for (Scenario scenario : scenarios) {
        for (Path checkout : checkouts()) {
          say("round %d of %d, %s of %s".formatted(round, rounds, scenario.label(), checkout));
          try (Trial trial = new Trial(vertx, checkout, plan, BenchCommand::say)) {
            scenario.on(trial);
            measurements.addAll(trial.audited());
          }
        }
      }
    }
    return measurements;
  }

  private List<Path> checkouts() {
    return against == null ? List.of(here) : List.of(against.toAbsolutePath().normalize(), here);
  }

  /** Apart from the results. */
  private static void say(String line) {
    System.err.println(line);
  }
}
