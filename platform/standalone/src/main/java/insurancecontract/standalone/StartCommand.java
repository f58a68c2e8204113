package insurancecontract.standalone;

import insurancecontract.commandline.Between;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that starts the platform; its subcommands are the tools beside it. */
@Command(
    name = "run",
    description = "Starts the whole platform in one process.",
    optionListHeading = "%n",
    commandListHeading = "%nOther commands:%n",
    footer = {
      "",
      "run simulate runs the services in a simulated world, run faults kills and cuts",
      "them off under load, run bench measures them: each has its own --help."
    })
final class StartCommand implements Callable<Integer> {
  private static final Path DATA = Path.of("data");

  /**
   * What to start.
   *
   * @param port of the gateway; empty for that of the settings, or the default
   */
  record Start(OptionalInt port, Path data, boolean ephemeral, Optional<Path> config) {}

  private static final class Port extends Between {
    Port() {
      super(0, 65_535);
    }
  }

  private final ToIntFunction<Start> starter;
  @Spec private CommandSpec spec;

  @Option(
      names = "--port",
      paramLabel = "N",
      converter = Port.class,
      description = "The port of the gateway, 0 for any free one (default 8080).")
  private Integer port;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Where everything is kept (default ./data).")
  private Path data;

  @Option(names = "--ephemeral", description = "Keep nothing.")
  private boolean ephemeral;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Settings: YAML, JSON or properties by its ending.")
  private Path config;

  StartCommand(ToIntFunction<Start> starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() {
    if (ephemeral && data != null) {
      throw new ParameterException(
          spec.commandLine(), "--data and --ephemeral exclude each other: choose one");
    }
    return starter.applyAsInt(
        new Start(
            port == null ? OptionalInt.empty() : OptionalInt.of(port),
            data == null ? DATA : data,
            ephemeral,
            Optional.ofNullable(config)));
  }
}
