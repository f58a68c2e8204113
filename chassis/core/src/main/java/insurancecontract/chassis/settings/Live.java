package insurancecontract.chassis.settings;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The current settings: read at each use, so that a change takes effect while running. */
public final class Live<T> implements Supplier<T> {
  private final List<Consumer<T>> listeners = new CopyOnWriteArrayList<>();
  private volatile T value;

  /** Begins with {@code value}. */
  public Live(T value) {
    this.value = value;
  }

  @Override
  public T get() {
    return value;
  }

  /** Calls {@code listener} after each change, on the thread that noticed it. */
  public void onChange(Consumer<T> listener) {
    listeners.add(listener);
  }

  /** Takes effect immediately; setting an equal value is a no-op. */
  void set(T changed) {
    if (changed.equals(value)) return;
    value = changed;
    listeners.forEach(listener -> listener.accept(changed));
  }
}
