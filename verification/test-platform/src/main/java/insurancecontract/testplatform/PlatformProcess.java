package insurancecontract.testplatform;

import static java.nio.charset.StandardCharsets.UTF_8;

import insurancecontract.standalone.Standalone;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The program as a process of its own, as a person starts it: to be stopped, or killed. */
public final class PlatformProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String READY = "ready: ";

  private final Process process;
  private final List<String> output = Collections.synchronizedList(new ArrayList<>());
  private final List<String> errors = Collections.synchronizedList(new ArrayList<>());

  private PlatformProcess(Process process) {
    this.process = process;
    collect(process.inputReader(UTF_8), output);
    collect(process.errorReader(UTF_8), errors);
  }

  /** Starts the program with these arguments, and waits for nothing. */
  public static PlatformProcess run(String... arguments) {
    return run(Standalone.class, arguments);
  }

  /** Starts another program of ours with these arguments, and waits for nothing. */
  public static PlatformProcess run(Class<?> program, String... arguments) {
    return run(System.getProperty("java.class.path"), program, arguments);
  }

  /** Starts a program of ours, from this class path, with these arguments; waits for nothing. */
  public static PlatformProcess run(String classPath, Class<?> program, String... arguments) {
    Stream<String> command =
        Stream.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            // It lives too briefly for more.
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            // The program's own logging, not that of the tests.
            "-Dlogback.configurationFile=logback.xml",
            "-cp",
            classPath,
            program.getName());
    try {
      return new PlatformProcess(
          new ProcessBuilder(Stream.concat(command, Stream.of(arguments)).toList()).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts the platform on any free port with these arguments and waits until it is ready. */
  public static PlatformProcess ready(String... arguments) {
    PlatformProcess started =
        run(Stream.concat(Stream.of("--port", "0"), Stream.of(arguments)).toArray(String[]::new));
    Awaitility.await()
        .atMost(PATIENCE)
        .until(() -> started.isReady() || !started.process.isAlive());
    if (!started.isReady()) {
      throw new IllegalStateException("not ready: " + started.output + started.errors);
    }
    return started;
  }

  private boolean isReady() {
    return output().stream().anyMatch(line -> line.startsWith(READY));
  }

  /** The address that it printed when it became ready. */
  public String address() {
    return output().stream()
        .filter(line -> line.startsWith(READY))
        .map(line -> line.substring(READY.length()).trim())
        .findFirst()
        .orElseThrow();
  }

  /** A demo user, signed in. */
  public Client as(String user) {
    return Client.as(address(), user);
  }

  /** What it has printed so far. */
  public List<String> output() {
    synchronized (output) {
      return List.copyOf(output);
    }
  }

  /** What it has printed as errors so far. */
  public List<String> errors() {
    synchronized (errors) {
      return List.copyOf(errors);
    }
  }

  /** Its id. */
  public long pid() {
    return process.pid();
  }

  /** Ends it as kill -9 does. */
  public void kill() {
    process.destroyForcibly();
    int unused = exitCode();
  }

  /** Ends it as SIGTERM does, and gives the exit code. */
  public int terminate() {
    // Process.destroy() would close the output streams while they are being read.
    boolean unused = process.toHandle().destroy();
    return exitCode();
  }

  /** Waits for its end. */
  public int exitCode() {
    try {
      if (process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        return process.exitValue();
      }
      throw new IllegalStateException("it does not end: " + output() + errors());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) {
      int unused = terminate();
    }
  }

  private static void collect(BufferedReader reader, List<String> lines) {
    Thread thread = new Thread(() -> reader.lines().forEach(lines::add), "output");
    thread.setDaemon(true);
    thread.start();
  }
}
