package insurancecontract.processes;

import insurancecontract.launch.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.ToIntFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that starts services. */
@Command(
    name = "service",
    description = "Starts services, together in one process.",
    optionListHeading = "%n")
final class ServiceCommand implements Callable<Integer> {
  /** What to start: each service once. */
  record Start(List<String> services, Optional<Path> config) {}

  private final ToIntFunction<Start> starter;
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "NAME",
      description = "subscription, payment, underwriting, view or gateway.")
  private List<String> names = List.of();

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings: YAML, JSON or properties by its ending; the environment and system properties"
              + " override them.")
  private Path config;

  ServiceCommand(ToIntFunction<Start> starter) {
    this.starter = starter;
  }

  @Override
  public Integer call() {
    List<String> services = names.stream().distinct().toList();
    services.stream()
        .filter(name -> !Services.ALL.contains(name))
        .findFirst()
        .ifPresent(name -> refuse("unknown: " + name + "; see --help"));
    if (services.isEmpty()) {
      refuse("which service? One or more of " + String.join(", ", Services.ALL));
    }
    return starter.applyAsInt(new Start(services, Optional.ofNullable(config)));
  }

  private void refuse(String reason) {
    throw new ParameterException(spec.commandLine(), reason);
  }
}
