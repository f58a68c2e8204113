package insurancecontract.operations;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Starts the platform on a data directory that no platform runs on. */
@FunctionalInterface
public interface DataAtRest {
  /**
   * Starts everything but the public door, so that unfinished work can complete.
   *
   * @param config more settings; empty for none
   * @param progress is called with each line for the operator
   */
  RunningPlatform start(Path data, Optional<Path> config, Consumer<String> progress);
}
