package insurancecontract.faults;

import static insurancecontract.commandline.CommandLines.DONE;
import static insurancecontract.commandline.CommandLines.FAILED;

import insurancecontract.commandline.Between;
import insurancecontract.commandline.CommandLines;
import insurancecontract.faults.FaultRun.Plan;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command: causes faults under load, and prints whether everything promised still holds. */
@Command(
    name = "run faults",
    description = {
      "Starts every service as processes of its own and kills them, their database and their broker"
          + " under load, until there were enough kills or the time is over; or, with one of the"
          + " modes below, something else.",
      "Prints a table, and exits with 1 when anything promised does not hold."
    },
    optionListHeading = "%n")
public final class FaultsCommand implements Callable<Integer> {
  private static final class Count extends Between {
    Count() {
      super(1, Integer.MAX_VALUE);
    }
  }

  /** What to do instead of killing processes. */
  private static final class Mode {
    @Option(
        names = "--broker-away",
        paramLabel = "MINUTES",
        converter = Count.class,
        description = "Take the broker away so long, then measure how fast the backlog drains.")
    Integer brokerAway;

    @Option(
        names = "--soak",
        paramLabel = "MINUTES",
        converter = Count.class,
        description =
            "Apply half of the load that the platform can bear, at least three minutes; fails when"
                + " a process holds more at the end than after two minutes.")
    Integer soak;

    @Option(
        names = "--browsers",
        paramLabel = "N",
        converter = Count.class,
        description =
            "Measure how soon a browser sees a change, alone and among N on one view process.")
    Integer browsers;

    @Option(
        names = "--rolling",
        paramLabel = "ROUNDS",
        converter = Count.class,
        description =
            "Restart every process, two of each service and of the gateway, one after another,"
                + " under clients that never repeat a request.")
    Integer rolling;
  }

  @ArgGroup(heading = "%nModes:%n")
  private Mode mode = new Mode();

  @Option(
      names = "--kills",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "1000",
      description = "How many kills (default 1000).")
  private int kills;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "55",
      description = "How long at most (default 55).")
  private int minutes;

  @Option(names = "--seed", paramLabel = "N", description = "Draws the faults (default any).")
  private Long seed = System.nanoTime();

  @Option(
      names = "--rate",
      paramLabel = "N",
      converter = Count.class,
      description = "Customers a second (default 20, with --broker-away 15).")
  private Integer rate;

  @Option(
      names = "--copies",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "2",
      description = "Processes of each service (default 2).")
  private int copies;

  @Option(
      names = "--applications",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "300",
      description = "With --browsers: how many to make and approve (default 300).")
  private int applications;

  @Option(
      names = "--clients",
      paramLabel = "N",
      converter = Count.class,
      defaultValue = "50",
      description = "With --rolling: how many (default 50).")
  private int clients;

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = "For data and logs (default a temporary one).")
  private Path directory;

  private FaultsCommand() {}

  /** Exits with 0 when everything holds, with 1 when something is broken, with 2 when misused. */
  public static void main(String[] arguments) {
    System.exit(CommandLines.of(new FaultsCommand()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    if (mode.brokerAway != null) {
      return brokerAway(Duration.ofMinutes(mode.brokerAway), rate == null ? 15 : rate);
    }
    if (mode.soak != null) return soak(Duration.ofMinutes(Math.max(3, mode.soak)));
    if (mode.browsers != null) return browsers(mode.browsers);
    if (mode.rolling != null) return rolling(mode.rolling);
    return run(new Plan(seed, kills, Duration.ofMinutes(minutes), rate == null ? 20 : rate));
  }

  private int run(Plan plan) throws IOException {
    Path directory = directory();
    System.out.println("seed " + plan.seed() + ", in " + directory);
    try (var site = new Site(directory, copies, new JsonObject())) {
      FaultReport report = FaultRun.on(site, plan);
      report.lines().forEach(System.out::println);
      return report.whole() ? DONE : FAILED;
    }
  }

  private int brokerAway(Duration away, double perSecond) throws IOException {
    Path directory = directory();
    System.out.println("in " + directory);
    try (var site = new Site(directory, 1, new JsonObject())) {
      BrokerOutage.Report report = BrokerOutage.on(site, away, perSecond);
      report.lines().forEach(System.out::println);
      return report.whole() ? DONE : FAILED;
    }
  }

  private int soak(Duration lasting) throws IOException {
    Path directory = directory();
    System.out.println("seed " + seed + ", in " + directory);
    try (var site = new Site(directory, 1, new JsonObject())) {
      Soak.Report report = Soak.on(site, lasting, seed);
      report.lines().forEach(System.out::println);
      return report.whole() ? DONE : FAILED;
    }
  }

  private int browsers(int count) throws IOException {
    Path directory = directory();
    System.out.println("seed " + seed + ", in " + directory);
    try (var site = new Site(directory, 1, Audience.settings(count))) {
      Audience.Report report = Audience.on(site, count, applications, seed);
      report.lines().forEach(System.out::println);
      return report.whole() ? DONE : FAILED;
    }
  }

  private int rolling(int rounds) throws IOException {
    Path directory = directory();
    System.out.println("in " + directory);
    try (var site = new Site(directory, 2, 2, RollingRestart.settings())) {
      List<String> all = List.copyOf(site.replicas().keySet());
      var plan = new RollingRestart.Plan(rounds, all, clients);
      RollingRestart.Report report = RollingRestart.on(site, plan);
      report.lines().forEach(System.out::println);
      return report.whole() ? DONE : FAILED;
    }
  }

  private Path directory() throws IOException {
    return directory == null
        ? Files.createTempDirectory("insurancecontract-faults")
        : Files.createDirectories(directory);
  }
}
