package insurancecontract.standalone;

import insurancecontract.chassis.launch.Explanation;
import insurancecontract.operations.AuditCommand;
import insurancecontract.operations.ParkedCommand;
import insurancecontract.operations.RunningPlatform;
import insurancecontract.standalone.CommandLine.Audit;
import insurancecontract.standalone.CommandLine.AuditServices;
import insurancecontract.standalone.CommandLine.Parked;
import insurancecontract.standalone.CommandLine.Rehearse;
import insurancecontract.standalone.CommandLine.Start;
import insurancecontract.standalone.CommandLine.Wrong;
import insurancecontract.standalone.Platform.Options;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The whole platform in one process, from the command line. */
public final class Standalone {
  private static final int PORT = 8080;
  private static final int ANY_PORT = 0;
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int MISUSED = 2;

  private Standalone() {}

  /** Does what the arguments say; see {@link CommandLine#USAGE}. */
  public static void main(String[] arguments) {
    CommandLine asked = CommandLine.parse(List.of(arguments));
    if (asked instanceof Start start) {
      run(start);
    } else if (asked instanceof Rehearse) {
      run(new Options(Optional.empty(), ANY_PORT, Optional.empty(), true));
      System.exit(DONE);
    } else {
      System.exit(answer(asked));
    }
  }

  private static int answer(CommandLine asked) {
    if (asked instanceof Audit audit) {
      return AuditCommand.ofData(
          audit.data(), audit.config(), audit.patience(), Standalone::startAtRest);
    }
    if (asked instanceof AuditServices audit) {
      return AuditCommand.ofServices(audit.settings(), audit.patience());
    }
    if (asked instanceof Parked parked) {
      return ParkedCommand.run(parked.arguments(), System.getenv(), System.out, System.err);
    }
    if (asked instanceof Wrong wrong) {
      System.err.println(wrong.reason());
      return MISUSED;
    }
    System.out.println(
        asked instanceof CommandLine.Help ? CommandLine.USAGE.stripTrailing() : version());
    return DONE;
  }

  private static RunningPlatform startAtRest(
      Path data, Optional<Path> config, Consumer<String> progress) {
    var options = new Options(Optional.of(data), ANY_PORT, config, false);
    DataDirectory directory = Platform.directory(options);
    progress.accept("writing the log to " + Logs.writeTo(directory.logs()));
    Platform platform = Platform.on(directory, options, progress);
    Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "stop"));
    platform.start();
    return platform;
  }

  private static void run(Start start) {
    start.port().ifPresent(port -> System.setProperty("GATEWAY_HTTP_PORT", String.valueOf(port)));
    Optional<Path> data = start.ephemeral() ? Optional.empty() : Optional.of(start.data());
    run(new Options(data, PORT, start.config(), true));
  }

  private static void run(Options options) {
    Path log = Path.of("logs");
    try {
      DataDirectory directory = Platform.directory(options);
      log = Logs.writeTo(directory.logs());
      Platform platform = Platform.on(directory, options, System.out::println);
      stopWhenTold(platform);
      platform.start();
      System.out.println(ReadyScreen.of(platform));
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Standalone.class).atInfo().setCause(e).log("cannot start");
      System.err.println("cannot start: " + Explanation.of(e, log.toString()));
      System.exit(FAILED);
    }
  }

  /** Ctrl-C and SIGTERM are the ordinary way to stop, so a stop that went well is no failure. */
  private static void stopWhenTold(Platform platform) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform), "stop"));
  }

  private static void stop(Platform platform) {
    Logger log = LoggerFactory.getLogger(Standalone.class);
    boolean ready = platform.isReady();
    if (ready) {
      System.out.println("stopping");
    }
    platform.close();
    log.info("stopped");
    if (ready) {
      System.out.println("stopped");
      Runtime.getRuntime().halt(DONE);
    }
  }

  /** The version of the jar. */
  static String version() {
    String version = Standalone.class.getPackage().getImplementationVersion();
    return "insurancecontract " + (version == null ? "(not packaged)" : version);
  }
}
