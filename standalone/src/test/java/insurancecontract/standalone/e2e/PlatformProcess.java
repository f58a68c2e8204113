package insurancecontract.standalone.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The platform as a process of its own, which can be killed. */
final class PlatformProcess implements AutoCloseable {
  private static final String READY = "ready: ";

  private final Process process;
  private final String address;

  private PlatformProcess(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /** Starts on the directory and returns when the platform says that it is ready. */
  static PlatformProcess start(Path data) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xmx512m"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add("insurancecontract.standalone.Standalone");
    command.addAll(List.of("--port", "0", "--data", data.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(READY)) {
        return new PlatformProcess(process, line.substring(READY.length()).split("\\s", 2)[0]);
      }
    }
    throw new AssertionError("the platform ended without having been ready");
  }

  String address() {
    return address;
  }

  /** As {@code kill -9} does it. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** As {@code kill} does it. */
  int stop() {
    process.destroy();
    return awaitEnd();
  }

  private int awaitEnd() {
    try {
      if (process.waitFor(30, TimeUnit.SECONDS)) return process.exitValue();
      throw new AssertionError("the platform did not end");
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    if (process.isAlive()) kill();
  }
}
