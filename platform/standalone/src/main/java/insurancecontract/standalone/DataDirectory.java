package insurancecontract.standalone;

import insurancecontract.chassis.StartFailure;
import insurancecontract.embedded.DirectoryLock;
import insurancecontract.embedded.EmbeddedFailure;
import insurancecontract.embedded.Scratch;
import insurancecontract.operations.PlatformFile;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The one directory under which a platform keeps everything, taken for as long as it runs.
 *
 * <p>It holds {@code postgres/}, {@code kafka/}, {@code logs/}, {@code secrets.json}, and {@code
 * platform.json} while a platform runs.
 */
final class DataDirectory implements AutoCloseable {
  /** Room for a fresh PostgreSQL, a fresh Kafka, their logs, and some days of trying out. */
  private static final long FREE_BYTES_MIN = 512L << 20;

  private static final String CHOOSE_ANOTHER = "choose another directory with --data";

  private final Path path;
  private final AutoCloseable release;

  private DataDirectory(Path path, AutoCloseable release) {
    this.path = path;
    this.release = release;
  }

  /** Takes the directory, which is created where needed. */
  static DataDirectory take(Path named) {
    Path path = named.toAbsolutePath().normalize();
    create(path);
    DirectoryLock lock = lock(path).orElseThrow(() -> taken(path));
    try {
      requireRoom(path);
    } catch (StartFailure e) {
      lock.close();
      throw e;
    }
    return new DataDirectory(path, lock);
  }

  /** Takes a directory that is thrown away at the end. */
  static DataDirectory throwAway() {
    try {
      Scratch scratch = Scratch.create();
      var directory = new DataDirectory(scratch.directory(), scratch);
      requireRoom(directory.path);
      return directory;
    } catch (EmbeddedFailure e) {
      throw new StartFailure(e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  Path postgres() {
    return path.resolve("postgres");
  }

  Path kafka() {
    return path.resolve("kafka");
  }

  Path logs() {
    return path.resolve("logs");
  }

  Path secrets() {
    return path.resolve("secrets.json");
  }

  @Override
  public void close() {
    try {
      release.close();
    } catch (Exception e) {
      throw new IllegalStateException("The directory " + path + " was not given back", e);
    }
  }

  private static void create(Path path) {
    try {
      Files.createDirectories(path);
      Files.delete(Files.createTempFile(path, "probe", ""));
    } catch (FileAlreadyExistsException e) {
      throw new StartFailure(path + " is not a directory: " + CHOOSE_ANOTHER);
    } catch (IOException e) {
      throw new StartFailure("the directory " + path + " cannot be written: " + CHOOSE_ANOTHER, e);
    }
  }

  private static Optional<DirectoryLock> lock(Path path) {
    try {
      return DirectoryLock.tryTake(path);
    } catch (EmbeddedFailure e) {
      throw new StartFailure("the directory " + path + " cannot be written: " + CHOOSE_ANOTHER, e);
    }
  }

  private static StartFailure taken(Path path) {
    String who =
        PlatformFile.read(path).map(running -> " (process " + running.pid() + ")").orElse("");
    return new StartFailure(
        "another platform" + who + " is running on " + path + ": stop it, or " + CHOOSE_ANOTHER);
  }

  private static void requireRoom(Path path) {
    try {
      long free = Files.getFileStore(path).getUsableSpace();
      if (free < FREE_BYTES_MIN) {
        throw new StartFailure(
            "too little disk: "
                + (free >> 20)
                + " MB are free for "
                + path
                + " and "
                + (FREE_BYTES_MIN >> 20)
                + " MB are needed: free some, or "
                + CHOOSE_ANOTHER);
      }
    } catch (IOException e) {
      throw new StartFailure("the free space of " + path + " cannot be read: " + CHOOSE_ANOTHER, e);
    }
  }
}
