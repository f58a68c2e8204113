package insurancecontract.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What PostgreSQL wrote to its log during one attempt to start. */
final class StartReport {
  private static final int READ_MAX = 64 << 10;
  private static final List<String> TELLING = List.of("FATAL:", "DETAIL:", "HINT:");
  private static final String PORT_TAKEN = "could not create any TCP/IP sockets";

  private final Path log;
  private final long from;

  private StartReport(Path log, long from) {
    this.log = log;
    this.from = from;
  }

  /** The report of an attempt that begins now. */
  static StartReport of(Path log) {
    try {
      return new StartReport(log, Files.exists(log) ? Files.size(log) : 0);
    } catch (IOException e) {
      throw new EmbeddedFailure("The file " + log + " cannot be read", e);
    }
  }

  /** Why the server refuses to start, in its own words; empty if it gave no reason. */
  Optional<String> reason() {
    String told =
        lines().stream()
            .map(StartReport::telling)
            .flatMap(Optional::stream)
            .collect(Collectors.joining(" "));
    return told.isEmpty() ? Optional.empty() : Optional.of(told);
  }

  /** Whether another port may do. */
  boolean isPortTaken() {
    return reason().filter(told -> told.contains(PORT_TAKEN)).isPresent();
  }

  private static Optional<String> telling(String line) {
    return TELLING.stream()
        .filter(line::contains)
        .map(word -> line.substring(line.indexOf(word) + word.length()).strip())
        .findFirst();
  }

  private List<String> lines() {
    try (InputStream in = Files.newInputStream(log)) {
      in.skipNBytes(from);
      return new String(in.readNBytes(READ_MAX), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      // It never came to a log.
      return List.of();
    }
  }
}
