package insurancecontract.chassis.settings;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The keys that exist, so that a misspelt one is refused instead of ignored. A key that resembles
 * none of them is left alone: it may belong to another program, or to another version of this one.
 */
public final class KnownSettings {
  /** No key is taken for a misspelt one. */
  public static final KnownSettings UNCHECKED = new KnownSettings(Set.of(), Set.of());

  /** A misspelt key differs from the one that was meant in no more characters than this. */
  private static final int EDITS_MAX = 2;

  private final Set<String> keys = new TreeSet<>();

  /** Each key exists as it stands and within each scope. */
  public KnownSettings(Collection<String> keys, Collection<String> scopes) {
    this.keys.addAll(keys);
    scopes.forEach(scope -> keys.forEach(key -> this.keys.add(scope + "_" + key)));
  }

  /** One line for each misspelt key, with the one that was probably meant. */
  List<String> faults(Collection<String> found) {
    return found.stream()
        .filter(key -> !keys.contains(key))
        .sorted()
        .flatMap(key -> nearest(key).map(meant -> fault(key, meant)).stream())
        .toList();
  }

  private static String fault(String key, String meant) {
    return key + ": there is no such setting; did you mean " + meant + "?";
  }

  private Optional<String> nearest(String key) {
    String written = key.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    return keys.stream()
        .filter(known -> Math.abs(known.length() - written.length()) <= EDITS_MAX)
        .filter(known -> edits(known, written) <= EDITS_MAX)
        .min(Comparator.comparingInt(known -> edits(known, written)));
  }

  /** The Levenshtein distance: characters to insert, remove or replace. */
  private static int edits(String from, String to) {
    int[] above = new int[to.length() + 1];
    for (int column = 0; column <= to.length(); column++) above[column] = column;
    for (int row = 1; row <= from.length(); row++) {
      int diagonal = above[0];
      above[0] = row;
      for (int column = 1; column <= to.length(); column++) {
        int replaced = diagonal + (from.charAt(row - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = above[column];
        above[column] = Math.min(replaced, 1 + Math.min(diagonal, above[column - 1]));
      }
    }
    return above[to.length()];
  }
}
