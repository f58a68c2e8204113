package insurancecontract.processes;

import insurancecontract.chassis.launch.Explanation;
import insurancecontract.processes.CommandLine.Start;
import insurancecontract.processes.CommandLine.Wrong;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Services as a process, from the command line. */
public final class Main {
  private static final String LOGGING = "logback.configurationFile";
  private static final String FORMAT = "LOG_FORMAT";
  private static final String TEXT = "text";
  private static final List<String> FORMATS = List.of("json", TEXT);
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Main() {}

  /** Does what the arguments say; see {@link CommandLine#USAGE}. */
  public static void main(String[] arguments) {
    if (System.getProperty(LOGGING) == null) {
      System.setProperty(LOGGING, "insurancecontract/processes/logback.xml");
    }
    // It is known before anything is read from a file, and before anything is logged.
    String format = System.getProperty(FORMAT, System.getenv().getOrDefault(FORMAT, TEXT));
    if (!FORMATS.contains(format)) {
      System.err.println(
          "cannot start: %s: \"%s\" is not allowed; allowed is one of %s"
              .formatted(FORMAT, format, FORMATS));
      System.exit(FAILED);
    }
    CommandLine asked = CommandLine.parse(List.of(arguments));
    if (asked instanceof Start start) {
      run(start);
    } else if (asked instanceof Wrong wrong) {
      System.err.println(wrong.reason());
      System.exit(MISUSED);
    } else {
      System.out.println(
          asked instanceof CommandLine.Help ? CommandLine.USAGE.stripTrailing() : version());
    }
  }

  private static void run(Start start) {
    Logger log = LoggerFactory.getLogger(Main.class);
    try {
      ServiceProcess process = ServiceProcess.start(start);
      stopWhenTold(process);
      log.atInfo()
          .addKeyValue("services", start.services())
          .addKeyValue("version", version())
          .addKeyValue("millis", ageMillis())
          .log("ready");
    } catch (RuntimeException e) {
      if (!Explanation.isForeseen(e)) log.atError().setCause(e).log("cannot start");
      System.err.println("cannot start: " + Explanation.of(e, "the log"));
      System.exit(FAILED);
    }
  }

  /** SIGTERM is the ordinary way to stop, so a stop that went well is no failure. */
  private static void stopWhenTold(ServiceProcess process) {
    Runnable stop =
        () -> {
          process.stop();
          Runtime.getRuntime().halt(DONE);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(stop, "stop"));
  }

  private static long ageMillis() {
    return System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  /** The version of the jar. */
  static String version() {
    return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
        .orElse("(not packaged)");
  }
}
