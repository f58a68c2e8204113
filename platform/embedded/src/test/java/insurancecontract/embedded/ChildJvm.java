package insurancecontract.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;

/** Another JVM with this one's class path, to be killed in the middle of things. */
final class ChildJvm {
  private ChildJvm() {}

  static Process start(Class<?> main, Object argument) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            main.getName(),
            argument.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The rest of the next line that begins with the given words; reads no further than it. */
  static String awaitLine(Process child, String beginning) throws IOException {
    BufferedReader reader = child.inputReader(UTF_8);
    for (String line = reader.readLine(); line != null; line = reader.readLine()) {
      if (line.startsWith(beginning)) {
        return line.substring(beginning.length());
      }
    }
    throw new IOException("The child ended without a line that begins with " + beginning);
  }

  static void say(String line) {
    new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8).println(line);
  }
}
