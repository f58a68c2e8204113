package insurancecontract.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Another JVM of ours, to be killed in the middle of things. */
final class Child {
  /** What such a JVM needs beyond its class path. */
  private static final List<String> OPTIONS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss512k");

  private final Process process;

  private Child(Process process) {
    this.process = process;
  }

  /**
   * Starts a program.
   *
   * @param log where it writes, after what it has written before
   * @param options of this JVM, beyond the usual ones
   */
  static Child start(Path log, List<String> options, Class<?> program, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(OPTIONS);
    command.addAll(options);
    command.add(program.getName());
    command.addAll(arguments);
    try {
      Redirect redirect = Redirect.appendTo(log.toFile());
      return new Child(
          new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(redirect).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  long pid() {
    return process.pid();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Its end, whenever it comes. */
  CompletableFuture<Process> end() {
    return process.onExit();
  }

  /** Tells it to end, as SIGTERM does. */
  void stop() {
    process.destroy();
  }

  /** Ends it as kill -9 does, with all that it has started. */
  void kill() {
    kill(process.toHandle());
    process.onExit().join();
  }

  /** Kills a process and its children, as a machine that loses its power would. */
  static void kill(ProcessHandle parent) {
    List<ProcessHandle> children = parent.descendants().toList();
    parent.destroyForcibly();
    children.forEach(ProcessHandle::destroyForcibly);
    parent.onExit().join();
    children.forEach(child -> child.onExit().join());
  }
}
