package insurancecontract.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A fresh platform, started as a user starts it: by the {@code run} of a checkout. */
final class Subject implements AutoCloseable {
  private static final String READY = "ready: ";
  private static final Duration STARTS_WITHIN = Duration.ofMinutes(10);
  private static final Duration STOPS_WITHIN = Duration.ofMinutes(1);

  /** One client sends what a multitude would: only the limits per client are lifted. */
  private static final Map<String, String> SETTINGS =
      Map.of("RATE_LIMIT_PER_SECOND", "1000000", "RATE_LIMIT_BURST", "1000000");

  private final Path checkout;
  private final Path directory;
  private final Process process;
  private final CompletableFuture<String> address = new CompletableFuture<>();

  private Subject(Path checkout, Path directory) throws IOException {
    this.checkout = checkout;
    this.directory = directory;
    Path settings = directory.resolve("settings.properties");
    Files.write(settings, SETTINGS.entrySet().stream().map(Object::toString).toList());
    List<String> start =
        List.of("--port", "0", "--data", data().toString(), "--config", settings.toString());
    this.process = new ProcessBuilder(run(start)).redirectErrorStream(true).start();
  }

  /** The platform of a checkout, ready, with nothing in its tables. */
  static Subject start(Path checkout) {
    try {
      Subject subject = new Subject(checkout, Files.createTempDirectory("insurancecontract-bench"));
      try {
        subject.awaitReady();
        return subject;
      } catch (RuntimeException e) {
        subject.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> run(List<String> arguments) {
    List<String> command = new ArrayList<>(List.of(checkout.resolve("run").toString()));
    command.addAll(arguments);
    return command;
  }

  private Path data() {
    return directory.resolve("data");
  }

  /** Reads to the end: a platform whose output nobody reads would block. */
  private void read(BufferedReader output) {
    List<String> said = new ArrayList<>();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        if (line.startsWith(READY)) address.complete(line.substring(READY.length()).strip());
        if (!address.isDone()) said.add(line);
      }
    } catch (IOException closed) {
      said.add(closed.getMessage());
    }
    address.completeExceptionally(new IllegalStateException(String.join("\n", said)));
  }

  private void awaitReady() {
    Thread reader = new Thread(() -> read(process.inputReader()), "platform-output");
    reader.setDaemon(true);
    reader.start();
    try {
      address.get(STARTS_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException(checkout + " does not start: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Of the gateway. */
  String address() {
    return address.join();
  }

  /** What the platform's JVM has used. */
  Usage jvm() {
    return ProcessTable.used(process.pid());
  }

  /** What its PostgreSQL has used: a process apart, which its data directory names. */
  Usage postgres() {
    return ProcessTable.used(postmaster());
  }

  /** In bytes, of both. */
  long memory() {
    return ProcessTable.memory(process.pid()) + ProcessTable.memory(postmaster());
  }

  private long postmaster() {
    try (Stream<Path> files = Files.walk(data(), 4)) {
      Path file = files.filter(it -> it.endsWith("postmaster.pid")).findFirst().orElseThrow();
      return Long.parseLong(Files.readAllLines(file).get(0).strip());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the auditor finds, a line; it waits for the platform to become quiet. */
  String audit() {
    try {
      Process audit =
          new ProcessBuilder(run(List.of("audit", "--data", data().toString(), "--wait", "600")))
              .redirectErrorStream(true)
              .start();
      List<String> lines = audit.inputReader().lines().collect(Collectors.toList());
      return lines.isEmpty() ? "no audit" : lines.get(lines.size() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOPS_WITHIN.toSeconds(), TimeUnit.SECONDS)) process.destroyForcibly();
      delete(directory);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void delete(Path directory) {
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted((a, b) -> b.compareTo(a)).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
