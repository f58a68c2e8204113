package insurancecontract.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to a directory: one holder at a time. The operating system takes it back when the
 * process dies, however it dies, so no stale lock is ever left.
 */
public final class DirectoryLock implements AutoCloseable {
  private static final String FILE = "lock";

  /**
   * What this process holds. Asking the operating system would not do: closing any second channel
   * to a locked file gives the lock up for the whole process.
   */
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path directory;
  private final FileChannel channel;

  private DirectoryLock(Path directory, FileChannel channel) {
    this.directory = directory;
    this.channel = channel;
  }

  /** Creates the directory where needed and takes it, or gives nothing when someone has it. */
  public static Optional<DirectoryLock> tryTake(Path directory) {
    try {
      Files.createDirectories(directory);
      Path real = directory.toRealPath();
      return HELD.add(real) ? lock(real) : Optional.empty();
    } catch (IOException e) {
      throw new EmbeddedFailure("The directory " + directory + " cannot be written", e);
    }
  }

  /** Like {@link #tryTake}, but a directory that someone has is a failure. */
  static DirectoryLock take(Path directory) {
    return tryTake(directory)
        .orElseThrow(
            () -> new EmbeddedFailure("The directory " + directory + " is in use by another"));
  }

  private static Optional<DirectoryLock> lock(Path directory) throws IOException {
    FileChannel channel = null;
    boolean taken = false;
    try {
      channel =
          FileChannel.open(
              directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      taken = channel.tryLock() != null;
      return taken ? Optional.of(new DirectoryLock(directory, channel)) : Optional.empty();
    } finally {
      if (!taken) {
        HELD.remove(directory);
        if (channel != null) {
          channel.close();
        }
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new EmbeddedFailure("A directory's lock could not be given back", e);
    } finally {
      HELD.remove(directory);
    }
  }
}
