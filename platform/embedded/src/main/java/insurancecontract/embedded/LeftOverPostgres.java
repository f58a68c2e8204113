package insurancecontract.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that outlived a killed process. It still owns its data directory, so it is stopped
 * before another one starts there.
 */
final class LeftOverPostgres {
  /** Where a running PostgreSQL says who it is. */
  static final String PID_FILE = "postmaster.pid";

  private static final Logger LOG = LoggerFactory.getLogger(LeftOverPostgres.class);

  /**
   * SIGINT rolls open transactions back and writes a checkpoint; SIGQUIT leaves that to recovery.
   */
  private static final String FAST = "-INT";

  private static final String IMMEDIATE = "-QUIT";
  private static final Duration FAST_MAX = Duration.ofSeconds(10);
  private static final Duration IMMEDIATE_MAX = Duration.ofSeconds(10);

  private LeftOverPostgres() {}

  /** Stops the PostgreSQL that still runs on the data directory, if one does. */
  static void stop(Path dataDirectory) {
    running(dataDirectory).ifPresent(process -> stop(dataDirectory, process));
  }

  private static void stop(Path dataDirectory, ProcessHandle process) {
    LOG.atWarn()
        .addKeyValue("pid", process.pid())
        .addKeyValue("directory", dataDirectory)
        .log("stopping the PostgreSQL that a killed process left behind");
    if (!signal(process, FAST, FAST_MAX) && !signal(process, IMMEDIATE, IMMEDIATE_MAX)) {
      throw new EmbeddedFailure(
          "A PostgreSQL left behind on " + dataDirectory + " does not stop: process " + process);
    }
  }

  /** The pid may since belong to a stranger, so its command line must name our directory. */
  private static Optional<ProcessHandle> running(Path dataDirectory) {
    return pid(dataDirectory.resolve(PID_FILE))
        .flatMap(ProcessHandle::of)
        .filter(process -> names(process, dataDirectory));
  }

  private static Optional<Long> pid(Path pidFile) {
    try {
      return Files.readAllLines(pidFile).stream().findFirst().map(String::trim).map(Long::valueOf);
    } catch (IOException | NumberFormatException e) {
      // No file, or one that was being written when the power went: nobody to stop.
      return Optional.empty();
    }
  }

  private static boolean names(ProcessHandle process, Path dataDirectory) {
    return process
        .info()
        .arguments()
        .map(arguments -> Arrays.asList(arguments).contains(dataDirectory.toString()))
        .orElse(false);
  }

  private static boolean signal(ProcessHandle process, String signal, Duration wait) {
    try {
      int failed =
          new ProcessBuilder("kill", signal, Long.toString(process.pid()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor();
      return failed == 0 && ends(process, wait);
    } catch (IOException e) {
      throw new EmbeddedFailure("The command kill cannot be run", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedFailure("Interrupted while a PostgreSQL was being stopped");
    }
  }

  private static boolean ends(ProcessHandle process, Duration wait) throws InterruptedException {
    CompletableFuture<ProcessHandle> end = process.onExit();
    try {
      return end.get(wait.toMillis(), TimeUnit.MILLISECONDS) != null;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new EmbeddedFailure("A process could not be waited for", e);
    }
  }
}
