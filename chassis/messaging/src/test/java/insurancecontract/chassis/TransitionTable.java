package insurancecontract.chassis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Every transition of a state machine, checked for each situation with each input. */
public final class TransitionTable<I> {
  private record Transition(String next, String effects) {}

  private final Map<String, List<I>> situations;
  private final Map<String, I> inputs;
  private final Map<String, Transition> transitions = new LinkedHashMap<>();

  /**
   * A table.
   *
   * @param situations the inputs that lead to each situation
   * @param rows situation | input | next state | effects; any other input is ignored or rejected
   */
  public TransitionTable(Map<String, List<I>> situations, Map<String, I> inputs, String rows) {
    this.situations = situations;
    this.inputs = inputs;
    for (String row : rows.lines().toList()) {
      List<String> cells = Arrays.stream(row.split("\\|", -1)).map(String::strip).toList();
      transitions.put(key(cells.get(0), cells.get(1)), new Transition(cells.get(2), cells.get(3)));
    }
  }

  private static String key(String situation, String input) {
    return situation + " + " + input;
  }

  /** Each situation with each input. */
  public Stream<Arguments> all() {
    return situations.keySet().stream()
        .flatMap(situation -> inputs.keySet().stream().map(it -> Arguments.of(situation, it)));
  }

  /**
   * Feeds an input to a machine in a situation.
   *
   * @param possible whether the input can occur there: if not, it is rejected
   * @param on feeds the machine and describes the effects
   */
  public void check(
      String situation, String name, boolean possible, Supplier<?> state, Function<I, String> on) {
    Object before = state.get();
    I input = inputs.get(name);
    Transition expected = transitions.get(key(situation, name));
    if (expected != null) {
      assertThat(on.apply(input)).isEqualTo(expected.effects());
      assertThat(state.get()).hasToString(expected.next());
    } else if (possible) {
      assertThat(on.apply(input)).isEmpty();
      assertThat(state.get()).isEqualTo(before);
    } else {
      assertThatThrownBy(() -> on.apply(input)).isInstanceOf(IllegalStateException.class);
      assertThat(state.get()).isEqualTo(before);
    }
  }
}
