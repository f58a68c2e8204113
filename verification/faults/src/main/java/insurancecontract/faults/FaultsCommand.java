package insurancecontract.faults;

import insurancecontract.faults.FaultRun.Plan;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The command: makes faults until there were enough, and prints what became of it. */
public final class FaultsCommand {
  private static final String HELP =
      """
      ./run faults [--kills N] [--minutes N] [--seed N] [--rate N] [--copies N] [--directory DIR]
          starts every service as processes of its own and kills them, their database and their
          broker under load, until there were so many kills (1000) or so many minutes (55) are
          over; prints a table, and exits with 1 when anything promised does not hold

      ./run faults --broker-away MINUTES [--rate N] [--directory DIR]
          customers apply while the broker is away so long, and then it comes back; prints how
          fast what has gathered drains, and exits with 1 when anything promised does not hold

      ./run faults --soak MINUTES [--seed N] [--directory DIR]
          half of the load that it can bear; prints what each process holds at the end and held
          after two minutes (it takes at least three), and exits with 1 when any of it grew

      ./run faults --browsers N [--applications N] [--seed N] [--directory DIR]
          how soon a change is seen by its one browser, alone and among N (10000) that are
          connected to one process of the view, while so many applications (300) are made and
          approved; exits with 1 when one is not seen, or later than promised

      ./run faults --rolling ROUNDS [--clients N] [--directory DIR]
          restarts every process, two of each service and of the gateway, one after another, and
          that so many times, under N clients (50) who never ask twice; prints a table, and exits
          with 1 when one of them was not answered as ever, when a process did not end in time, or
          when anything promised does not hold
      """;

  private static final int CLIENTS = 50;

  private final List<String> arguments;

  private FaultsCommand(List<String> arguments) {
    this.arguments = arguments;
  }

  /** Exits with 0 when everything holds, with 1 when something is broken, with 2 when misused. */
  public static void main(String[] arguments) throws IOException {
    System.exit(new FaultsCommand(List.of(arguments)).run());
  }

  private int run() throws IOException {
    if (arguments.contains("--help")) {
      System.out.println(HELP);
      return 0;
    }
    try {
      if (arguments.contains("--broker-away")) {
        return brokerAway(
            Duration.ofMinutes(number("--broker-away", 10)), (int) number("--rate", 15));
      }
      if (arguments.contains("--soak")) {
        return soak(Duration.ofMinutes(Math.max(3, number("--soak", 30))));
      }
      if (arguments.contains("--browsers")) {
        return browsers((int) number("--browsers", 10_000), (int) number("--applications", 300));
      }
      if (arguments.contains("--rolling")) {
        return rolling((int) number("--rolling", 3), (int) number("--clients", CLIENTS));
      }
      Plan plan =
          new Plan(
              number("--seed", System.nanoTime()),
              (int) number("--kills", 1_000),
              Duration.ofMinutes(number("--minutes", 55)),
              number("--rate", 20));
      return run(plan, (int) number("--copies", 2));
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.println(HELP);
      return 2;
    }
  }

  private int run(Plan plan, int copies) throws IOException {
    Path directory = directory();
    System.out.println("seed " + plan.seed() + ", in " + directory);
    try (var site = new Site(directory, copies, new JsonObject())) {
      FaultReport report = FaultRun.on(site, plan);
      report.lines().forEach(System.out::println);
      return report.whole() ? 0 : 1;
    }
  }

  private int brokerAway(Duration away, double perSecond) throws IOException {
    Path directory = directory();
    System.out.println("in " + directory);
    try (var site = new Site(directory, 1, new JsonObject())) {
      BrokerOutage.Report report = BrokerOutage.on(site, away, perSecond);
      report.lines().forEach(System.out::println);
      return report.whole() ? 0 : 1;
    }
  }

  private int soak(Duration lasting) throws IOException {
    long seed = number("--seed", System.nanoTime());
    Path directory = directory();
    System.out.println("seed " + seed + ", in " + directory);
    try (var site = new Site(directory, 1, new JsonObject())) {
      Soak.Report report = Soak.on(site, lasting, seed);
      report.lines().forEach(System.out::println);
      return report.whole() ? 0 : 1;
    }
  }

  private int browsers(int count, int applications) throws IOException {
    long seed = number("--seed", System.nanoTime());
    Path directory = directory();
    System.out.println("seed " + seed + ", in " + directory);
    try (var site = new Site(directory, 1, Audience.settings(count))) {
      Audience.Report report = Audience.on(site, count, applications, seed);
      report.lines().forEach(System.out::println);
      return report.whole() ? 0 : 1;
    }
  }

  private int rolling(int rounds, int clients) throws IOException {
    Path directory = directory();
    System.out.println("in " + directory);
    try (var site = new Site(directory, 2, 2, RollingRestart.settings())) {
      List<String> all = List.copyOf(site.replicas().keySet());
      var plan = new RollingRestart.Plan(rounds, all, clients);
      RollingRestart.Report report = RollingRestart.on(site, plan);
      report.lines().forEach(System.out::println);
      return report.whole() ? 0 : 1;
    }
  }

  private Path directory() throws IOException {
    int at = arguments.indexOf("--directory");
    return at >= 0 && at + 1 < arguments.size()
        ? Files.createDirectories(Path.of(arguments.get(at + 1)))
        : Files.createTempDirectory("insurancecontract-faults");
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
}
