package insurancecontract.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What Linux tells of processes in /proc; see proc(5). */
final class ProcessTable {
  /** The unit of times in /proc, USER_HZ, on every architecture that we run on. */
  private static final double TICKS_PER_SECOND = 100;

  /** Where utime, stime, cutime and cstime stand behind the program's name. */
  private static final int UTIME = 11;

  private static final int CSTIME = 14;
  private static final long KIB = 1_024;

  private ProcessTable() {}

  /** What a process has used, with its children: those that ended and those that run. */
  static Usage used(long pid) {
    return children(pid).map(ProcessTable::used).reduce(usedAlone(pid), Usage::plus);
  }

  /** What a process has used, without its living children. */
  static Usage usedAlone(long pid) {
    return new Usage(
        read(pid, "stat").map(ProcessTable::cpuSeconds).orElse(0.0),
        read(pid, "io").map(io -> number(io, "write_bytes:")).orElse(0L));
  }

  /** The memory of a process and its children, each shared page counted once, in bytes. */
  static long memory(long pid) {
    long own = read(pid, "smaps_rollup").map(rollup -> number(rollup, "Pss:")).orElse(0L) * KIB;
    return own + children(pid).mapToLong(ProcessTable::memory).sum();
  }

  /** The time of the process and of its children that have ended. */
  static double cpuSeconds(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return Arrays.stream(fields, UTIME, CSTIME + 1).mapToLong(Long::parseLong).sum()
        / TICKS_PER_SECOND;
  }

  private static Stream<Long> children(long pid) {
    return ProcessHandle.of(pid).stream()
        .flatMap(ProcessHandle::children)
        .map(ProcessHandle::pid)
        .toList()
        .stream();
  }

  private static long number(String lines, String label) {
    List<String> words = List.of(lines.split("\\s+"));
    int at = words.indexOf(label);
    return at < 0 ? 0 : Long.parseLong(words.get(at + 1));
  }

  /** Empty when the process has just ended. */
  private static Optional<String> read(long pid, String file) {
    try {
      return Optional.of(Files.readString(Path.of("/proc", String.valueOf(pid), file)));
    } catch (NoSuchFileException ended) {
      return Optional.empty();
    } catch (IOException e) {
      // So does a process that ends while it is read.
      if (ProcessHandle.of(pid).isEmpty()) return Optional.empty();
      throw new UncheckedIOException(e);
    }
  }
}
