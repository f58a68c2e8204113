package insurancecontract.faults;

import insurancecontract.embedded.EmbeddedKafka;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The broker as a process of its own, to be killed. It says in a file where it listens, and ends
 * with whoever started it.
 */
public final class BrokerProgram {
  private BrokerProgram() {}

  /** Arguments: a folder for the data, the file to say it in, and NAME=PORT for each door. */
  public static void main(String[] arguments) throws IOException {
    Map<String, Integer> doors = new LinkedHashMap<>();
    for (int i = 2; i < arguments.length; i++) {
      String[] door = arguments[i].split("=", 2);
      doors.put(door[0], Integer.valueOf(door[1]));
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(arguments[0]), doors)) {
      JsonObject ports = new JsonObject().put("bootstrap", kafka.bootstrapServers());
      doors.keySet().forEach(door -> ports.put(door, kafka.port(door)));
      say(Path.of(arguments[1]), ports.encode());
      while (System.in.read() >= 0) {
        // Nobody says anything; the end of the stream is the end of the parent.
      }
    }
    System.exit(0);
  }

  private static void say(Path file, String text) throws IOException {
    Path whole = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(whole, text);
    Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
