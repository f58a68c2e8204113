package insurancecontract.chassis.decision;

import java.util.Map;

/**
 * Why a command is refused. The words for it stand beside the API, one table per language.
 *
 * @param arguments what the text names, by placeholder
 */
public record Refusal(RefusalCode code, Map<String, Object> arguments) {
  /** Keeps its own copy. */
  public Refusal {
    arguments = Map.copyOf(arguments);
  }
}
