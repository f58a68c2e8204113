package insurancecontract.commandline;

import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The commands of all programs: read by picocli, each mistake explained in one line, the same exit
 * codes everywhere.
 */
public final class CommandLines {
  /** The exit code of a command that succeeded. */
  public static final int DONE = 0;

  /** The exit code of a command that failed, or that found something broken. */
  public static final int FAILED = 1;

  /** The exit code of a command whose arguments are wrong. */
  public static final int MISUSED = 2;

  private static final int USAGE_WIDTH = 80;
  private static final List<String> HELP = List.of("-h", "--help");

  private CommandLines() {}

  /** The program with this command and these subcommands, ready to be executed. */
  public static CommandLine of(Object command, Object... subcommands) {
    CommandLine line = new CommandLine(command);
    for (Object subcommand : subcommands) line.addSubcommand(subcommand);
    addHelp(line);
    return line.registerConverter(Path.class, CommandLines::path)
        .registerConverter(Long.class, CommandLines::number)
        .setExpandAtFiles(false)
        .setOverwrittenOptionsAllowed(true)
        .setUsageHelpWidth(USAGE_WIDTH)
        .setParameterExceptionHandler(CommandLines::misused);
  }

  /** Adds {@code --version}. */
  public static CommandLine withVersion(String version, CommandLine line) {
    line.getCommandSpec()
        .version(version)
        .addOption(
            OptionSpec.builder("--version")
                .versionHelp(true)
                .description("Print the version.")
                .build());
    return line;
  }

  private static void addHelp(CommandLine line) {
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Print this text.")
                .build());
    line.getSubcommands().values().forEach(CommandLines::addHelp);
  }

  /** As any converter here it throws what is allowed; the option and the value are added. */
  private static Path path(String text) {
    try {
      if (!text.isBlank()) return Path.of(text);
    } catch (IllegalArgumentException notAPath) {
      // Refused below.
    }
    throw new TypeConversionException("a path");
  }

  private static Long number(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("a whole number");
    }
  }

  private static int misused(ParameterException mistake, String[] arguments) {
    CommandLine line = mistake.getCommandLine();
    if (List.of(arguments).stream().anyMatch(HELP::contains)) {
      line.usage(line.getOut());
      return DONE;
    }
    line.getErr().println(reason(mistake));
    return MISUSED;
  }

  private static String reason(ParameterException mistake) {
    if (mistake instanceof UnmatchedArgumentException unmatched) {
      return unknown(unmatched.getUnmatched().get(0), mistake.getCommandLine());
    }
    ArgSpec argument =
        mistake instanceof MissingParameterException missing
            ? missing.getMissing().get(0)
            : mistake.getArgSpec();
    if (argument == null) return mistake.getMessage();
    if (mistake instanceof MissingParameterException || mistake.getValue().isBlank()) {
      String lack = argument.isOption() ? " needs a value" : " is missing";
      return name(argument) + lack + seeHelp(mistake.getCommandLine());
    }
    return mistake.getCause() instanceof TypeConversionException allowed
        ? "%s: \"%s\" is not allowed; allowed is %s"
            .formatted(name(argument), mistake.getValue(), allowed.getMessage())
        : mistake.getMessage();
  }

  private static String unknown(String word, CommandLine line) {
    String option = word.replaceFirst("=.*", "");
    return isKnown(option, root(line))
        ? option + " does not belong to this command" + seeHelp(line)
        : "unknown: " + word + seeHelp(line);
  }

  private static boolean isKnown(String option, CommandLine line) {
    return line.getCommandSpec().findOption(option) != null
        || line.getSubcommands().values().stream().anyMatch(sub -> isKnown(option, sub));
  }

  private static CommandLine root(CommandLine line) {
    return line.getParent() == null ? line : root(line.getParent());
  }

  private static String seeHelp(CommandLine line) {
    return line.getParent() == null
        ? "; see --help"
        : "; see " + line.getCommandSpec().qualifiedName() + " --help";
  }

  private static String name(ArgSpec argument) {
    return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
  }
}
