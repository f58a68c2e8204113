package insurancecontract.simulation.store;

import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/** The committed rows of one table by their keys. */
public final class Table<K extends Comparable<? super K>, V> {
  private final String name;
  private final NavigableMap<K, V> rows = new TreeMap<>();

  /** A table without rows. */
  public Table(String name) {
    this.name = name;
  }

  /** The committed rows. */
  public NavigableMap<K, V> committed() {
    return Collections.unmodifiableNavigableMap(rows);
  }

  /** The committed row, or null. */
  public V get(K key) {
    return rows.get(key);
  }

  void put(K key, V row) {
    rows.put(key, row);
  }

  void remove(K key) {
    rows.remove(key);
  }

  @Override
  public String toString() {
    return name;
  }
}
