package insurancecontract.standalone;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** What was asked for on the command line. */
sealed interface CommandLine {
  /** How to use the program, in one screen. */
  String USAGE =
      """
      usage: run [options]               start the whole platform in one process
             run audit [audit options]   check the seven invariants
             run parked --help           list and settle work that needs a person
             run simulate --help         run the services in a simulated world
             run faults --help           kill and cut off services under load

        --port N       the port of the gateway, 0 for any free one (default 8080)
        --data DIR     where everything is kept (default ./data)
        --ephemeral    keep nothing
        --config FILE  settings: YAML, JSON or properties by its ending
        --help         this text
        --version      the version

      audit options
        --data DIR     what to check, running or at rest (default ./data)
        --config FILE  settings, for data at rest: they are started to be checked
        --services FILE  check services that run by themselves, by their settings
        --wait N       seconds to wait for the system to become quiet (default 60)
      """;

  /** Start the platform; without a port the settings or the default decide. */
  record Start(OptionalInt port, Path data, boolean ephemeral, Optional<Path> config)
      implements CommandLine {}

  /** Check the invariants. */
  record Audit(Path data, Optional<Path> config, Duration patience) implements CommandLine {}

  /** Check them in what services hold that run by themselves, as their settings say. */
  record AuditServices(Path settings, Duration patience) implements CommandLine {}

  /**
   * See to what waits for a person; see {@link insurancecontract.operations.ParkedCommand#USAGE}.
   */
  record Parked(List<String> arguments) implements CommandLine {}

  /**
   * Start on throw-away data and stop as soon as all is up. The build does so once, to learn which
   * classes to keep ready for the next start.
   */
  record Rehearse() implements CommandLine {}

  /** Print the usage. */
  record Help() implements CommandLine {}

  /** Print the version. */
  record Version() implements CommandLine {}

  /** Something else; the reason says what and what to do. */
  record Wrong(String reason) implements CommandLine {}

  /** Reads the arguments; never throws for what a person can type. */
  static CommandLine parse(List<String> arguments) {
    try {
      return new Parser(arguments).parse();
    } catch (Unclear unclear) {
      return new Wrong(unclear.getMessage());
    }
  }

  /** Why the arguments cannot be understood. */
  final class Unclear extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Unclear(String reason) {
      super(reason, null, false, false);
    }
  }

  /** Takes the words one by one. */
  final class Parser {
    private static final int PORT_MAX = 65_535;
    private static final int WAIT_MAX = 86_400;
    private static final String SEE_HELP = "; see --help";

    private final Deque<String> words;
    private OptionalInt port = OptionalInt.empty();
    private Path data = Path.of("data");
    private boolean dataNamed;
    private boolean ephemeral;
    private Optional<Path> config = Optional.empty();
    private Optional<Path> services = Optional.empty();
    private Duration patience = Duration.ofSeconds(60);

    private Parser(List<String> arguments) {
      this.words = new ArrayDeque<>(arguments);
    }

    private CommandLine parse() {
      if ("parked".equals(words.peek())) return new Parked(words.stream().skip(1).toList());
      if (words.contains("--help") || words.contains("-h")) return new Help();
      if (words.contains("--version")) return new Version();
      if (words.size() == 1 && "rehearse".equals(words.peek())) return new Rehearse();
      boolean audit = "audit".equals(words.peek());
      if (audit) {
        words.remove();
      }
      while (!words.isEmpty()) {
        option(words.remove(), audit);
      }
      if (ephemeral && dataNamed) {
        throw new Unclear("--data and --ephemeral exclude each other: choose one");
      }
      if (!audit) return new Start(port, data, ephemeral, config);
      if (services.isEmpty()) return new Audit(data, config, patience);
      if (dataNamed || config.isPresent()) {
        throw new Unclear("--services excludes --data and --config: choose one");
      }
      return new AuditServices(services.get(), patience);
    }

    private void option(String word, boolean audit) {
      int equals = word.indexOf('=');
      if (word.startsWith("--") && equals > 0) {
        words.addFirst(word.substring(equals + 1));
        option(word.substring(0, equals), audit);
        return;
      }
      switch (word) {
        case "--data" -> {
          data = path(word);
          dataNamed = true;
        }
        case "--config" -> config = Optional.of(path(word));
        case "--port" -> {
          refuse(audit, word);
          port = OptionalInt.of(number(word, PORT_MAX));
        }
        case "--ephemeral" -> {
          refuse(audit, word);
          ephemeral = true;
        }
        case "--services" -> {
          refuse(!audit, word);
          services = Optional.of(path(word));
        }
        case "--wait" -> {
          refuse(!audit, word);
          patience = Duration.ofSeconds(number(word, WAIT_MAX));
        }
        default -> throw new Unclear("unknown: " + word + SEE_HELP);
      }
    }

    private static void refuse(boolean when, String word) {
      if (when) {
        throw new Unclear(word + " does not belong to this command" + SEE_HELP);
      }
    }

    private Path path(String option) {
      String value = value(option);
      try {
        return Path.of(value);
      } catch (IllegalArgumentException e) {
        throw new Unclear(option + ": \"" + value + "\" is not a path");
      }
    }

    private int number(String option, int max) {
      String value = value(option);
      try {
        int number = Integer.parseInt(value);
        if (number >= 0 && number <= max) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Named below, like a number out of bounds.
      }
      throw new Unclear(
          option + ": \"" + value + "\" is not allowed; allowed is a number from 0 to " + max);
    }

    private String value(String option) {
      if (words.isEmpty() || words.peek().isBlank()) {
        throw new Unclear(option + " needs a value" + SEE_HELP);
      }
      return words.remove();
    }
  }
}
