package insurancecontract.processes;

import static insurancecontract.commandline.CommandLines.DONE;
import static insurancecontract.commandline.CommandLines.FAILED;

import insurancecontract.chassis.launch.Explanation;
import insurancecontract.commandline.CommandLines;
import insurancecontract.processes.ServiceCommand.Start;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Services as a process, from the command line. */
public final class Main {
  private static final String LOGGING = "logback.configurationFile";
  private static final String FORMAT = "LOG_FORMAT";
  private static final String TEXT = "text";
  private static final List<String> FORMATS = List.of("json", TEXT);

  private Main() {}

  /** Does what the arguments say: {@code service --help}. */
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
    int exitCode = commandLine(Main::run).execute(arguments);
    if (exitCode != DONE) System.exit(exitCode);
  }

  /** The command; services are started by {@code starter}. */
  static CommandLine commandLine(ToIntFunction<Start> starter) {
    return CommandLines.withVersion(version(), CommandLines.of(new ServiceCommand(starter)));
  }

  /** The threads of Vert.x keep the process alive. */
  private static int run(Start start) {
    Logger log = LoggerFactory.getLogger(Main.class);
    try {
      ServiceProcess process = ServiceProcess.start(start);
      stopOnSignal(process);
      log.atInfo()
          .addKeyValue("services", start.services())
          .addKeyValue("version", version())
          .addKeyValue("millis", ageMillis())
          .log("ready");
      return DONE;
    } catch (RuntimeException e) {
      if (!Explanation.isForeseen(e)) log.atError().setCause(e).log("cannot start");
      System.err.println("cannot start: " + Explanation.of(e, "the log"));
      return FAILED;
    }
  }

  /** SIGTERM is the ordinary way to stop, so a clean stop exits with 0. */
  private static void stopOnSignal(ServiceProcess process) {
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
