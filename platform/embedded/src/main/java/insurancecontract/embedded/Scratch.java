package insurancecontract.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A throw-away directory that is gone after {@link #close()}. One whose process was killed is
 * removed, with the PostgreSQL that may still run in it, by the next process that wants one.
 */
public final class Scratch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
  private static final String PREFIX = "insurancecontract-";
  private static final int POSTGRES_DEPTH_MAX = 4;
  private final Path directory;
  private final DirectoryLock lock;

  private Scratch(Path directory, DirectoryLock lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /** A new empty directory for this user's eyes only. */
  public static Scratch create() {
    removeLeftOvers();
    try {
      Path directory = Files.createTempDirectory(PREFIX);
      return new Scratch(directory, DirectoryLock.take(directory));
    } catch (IOException e) {
      throw new EmbeddedFailure("No throw-away directory could be created", e);
    }
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /** Removes the directory and everything in it. */
  @Override
  public void close() {
    delete(directory);
    lock.close();
  }

  private static void removeLeftOvers() {
    Path parent = Path.of(System.getProperty("java.io.tmpdir"));
    for (Path candidate : candidates(parent)) {
      try {
        removeIfLeft(candidate);
      } catch (EmbeddedFailure | UncheckedIOException e) {
        // Most likely another user's; it is theirs to remove.
        LOG.atDebug().addKeyValue("directory", candidate).setCause(e).log("left-over kept");
      }
    }
  }

  /** Only a directory with a lock in it is one of ours that was completely set up. */
  private static List<Path> candidates(Path parent) {
    try (Stream<Path> files = Files.list(parent)) {
      return files
          .filter(file -> String.valueOf(file.getFileName()).startsWith(PREFIX))
          .filter(file -> Files.isWritable(file) && Files.exists(file.resolve("lock")))
          .toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static void removeIfLeft(Path directory) {
    Optional<DirectoryLock> lock = DirectoryLock.tryTake(directory);
    if (lock.isEmpty()) {
      return;
    }
    try {
      stopPostgres(directory);
      delete(directory);
    } finally {
      lock.get().close();
    }
    LOG.atInfo().addKeyValue("directory", directory).log("left-over directory removed");
  }

  private static void stopPostgres(Path directory) {
    try (Stream<Path> files = Files.walk(directory, POSTGRES_DEPTH_MAX)) {
      files
          .filter(file -> file.endsWith(LeftOverPostgres.PID_FILE))
          .toList()
          .forEach(file -> LeftOverPostgres.stop(file.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (NoSuchFileException e) {
      // Already gone, which is what was wanted.
    } catch (IOException e) {
      throw new EmbeddedFailure("The directory " + directory + " could not be removed", e);
    }
  }
}
