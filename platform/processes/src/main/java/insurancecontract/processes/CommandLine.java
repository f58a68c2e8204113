package insurancecontract.processes;

import insurancecontract.launch.Services;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** What was asked for on the command line. */
sealed interface CommandLine {
  /** How to use the program, in one screen. */
  String USAGE =
      """
      usage: service NAME... [options]    start services, together in one process

        NAME           subscription, payment, underwriting, view or gateway
        --config FILE  settings: YAML, JSON or properties by its ending; the
                       environment and system properties override them
        --help         this text
        --version      the version
      """;

  /** Start these services. */
  record Start(List<String> services, Optional<Path> config) implements CommandLine {}

  /** Print the usage. */
  record Help() implements CommandLine {}

  /** Print the version. */
  record Version() implements CommandLine {}

  /** Something else; the reason says what and what to do. */
  record Wrong(String reason) implements CommandLine {}

  /** Reads the arguments; never throws for what a person can type. */
  static CommandLine parse(List<String> arguments) {
    if (arguments.contains("--help") || arguments.contains("-h")) return new Help();
    if (arguments.contains("--version")) return new Version();
    Deque<String> words = new ArrayDeque<>(arguments);
    List<String> services = new ArrayList<>();
    Optional<Path> config = Optional.empty();
    while (!words.isEmpty()) {
      String word = words.remove();
      if (word.equals("--config") && !words.isEmpty()) {
        config = Optional.of(Path.of(words.remove()));
      } else if (word.startsWith("--config=")) {
        config = Optional.of(Path.of(word.substring("--config=".length())));
      } else if (!Services.ALL.contains(word)) {
        return new Wrong("unknown: " + word + "; see --help");
      } else if (!services.contains(word)) {
        services.add(word);
      }
    }
    return services.isEmpty()
        ? new Wrong("which service? One or more of " + String.join(", ", Services.ALL))
        : new Start(List.copyOf(services), config);
  }
}
