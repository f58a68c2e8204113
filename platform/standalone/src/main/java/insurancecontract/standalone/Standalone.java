package insurancecontract.standalone;

import static insurancecontract.commandline.CommandLines.DONE;
import static insurancecontract.commandline.CommandLines.FAILED;

import insurancecontract.chassis.launch.Explanation;
import insurancecontract.commandline.CommandLines;
import insurancecontract.operations.AuditCommand;
import insurancecontract.operations.ParkedCommand;
import insurancecontract.operations.RunningPlatform;
import insurancecontract.standalone.Platform.Options;
import insurancecontract.standalone.StartCommand.Start;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The whole platform in one process, from the command line. */
public final class Standalone {
  private static final int PORT = 8080;
  private static final int ANY_PORT = 0;

  /**
   * Starts on throw-away data and stops as soon as all is up. The build does so once, to learn
   * which classes to keep ready for the next start.
   */
  @Command(name = "rehearse", hidden = true)
  private static final class RehearseCommand implements Callable<Integer> {
    @Override
    public Integer call() {
      return start(new Options(Optional.empty(), ANY_PORT, Optional.empty(), true));
    }
  }

  private Standalone() {}

  /** Does what the arguments say: {@code run --help}. */
  public static void main(String[] arguments) {
    System.exit(commandLine(Standalone::runUntilStopped).execute(arguments));
  }

  /** All commands; the platform is started by {@code starter}. */
  static CommandLine commandLine(ToIntFunction<Start> starter) {
    return CommandLines.withVersion(
        version(),
        CommandLines.of(
            new StartCommand(starter),
            new AuditCommand(Standalone::startAtRest),
            new ParkedCommand(System.getenv()),
            new RehearseCommand()));
  }

  private static int runUntilStopped(Start start) {
    start.port().ifPresent(port -> System.setProperty("GATEWAY_HTTP_PORT", String.valueOf(port)));
    Optional<Path> data = start.ephemeral() ? Optional.empty() : Optional.of(start.data());
    int exitCode = start(new Options(data, PORT, start.config(), true));
    if (exitCode == DONE) awaitSignal();
    return exitCode;
  }

  private static void awaitSignal() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static int start(Options options) {
    Path log = Path.of("logs");
    try {
      DataDirectory directory = Platform.directory(options);
      log = Logs.writeTo(directory.logs());
      Platform platform = Platform.on(directory, options, System.out::println);
      stopOnSignal(platform);
      platform.start();
      System.out.println(ReadyScreen.of(platform));
      return DONE;
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(Standalone.class).atInfo().setCause(e).log("cannot start");
      System.err.println("cannot start: " + Explanation.of(e, log.toString()));
      return FAILED;
    }
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

  /** Ctrl-C and SIGTERM are the ordinary way to stop, so a clean stop exits with 0. */
  private static void stopOnSignal(Platform platform) {
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
