package insurancecontract.chassis.settings;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * A flat table of settings, read within bounds. Faults are collected so that all of them can be
 * reported at once: a reader continues with the fallback, and {@link #bind} refuses at the end.
 *
 * <p>Keys are UPPER_SNAKE everywhere: file, environment, system properties and ConfigMap. Within a
 * scope such as {@code PAYMENT}, {@code HTTP_PORT} is looked for as {@code PAYMENT_HTTP_PORT}
 * first.
 */
public final class Settings {
  private final JsonObject values;
  private final String scope;
  private final List<String> faults;

  private Settings(JsonObject values, String scope, List<String> faults) {
    this.values = values;
    this.scope = scope;
    this.faults = faults;
  }

  /**
   * Reads one service's record out of the table.
   *
   * @throws SettingsRefused naming every fault
   */
  public static <T> T bind(JsonObject values, String scope, Function<Settings, T> binder) {
    Settings settings = new Settings(values, scope, new ArrayList<>());
    try {
      T bound = binder.apply(settings);
      if (settings.faults.isEmpty()) return bound;
    } catch (RuntimeException fallbacksDoNotFit) {
      if (settings.faults.isEmpty()) throw fallbacksDoNotFit;
    }
    throw new SettingsRefused(settings.faults);
  }

  /** The same table for another scope; faults are collected together. */
  public Settings scoped(String other) {
    return new Settings(values, other, faults);
  }

  /** A required text. */
  public String text(String key) {
    String text = raw(key);
    if (text != null && !text.isBlank()) return text;
    fault(key, text, "a text; it has no default");
    return "";
  }

  /** A text, or {@code fallback}. */
  public String text(String key, String fallback) {
    String text = raw(key);
    return text == null ? fallback : text;
  }

  /** A required secret. */
  public Secret secret(String key) {
    String text = raw(key);
    if (text == null || text.isBlank()) faults.add(name(key) + ": missing; allowed is a secret");
    return new Secret(text == null ? "" : text);
  }

  /** A secret, or {@code fallback}. */
  public Secret secret(String key, String fallback) {
    return new Secret(text(key, fallback));
  }

  /** A whole number from {@code min} to {@code max}. */
  public int between(String key, int min, int max, int fallback) {
    return (int) between(key, (long) min, (long) max, (long) fallback);
  }

  /** A whole number from {@code min} to {@code max}. */
  public long between(String key, long min, long max, long fallback) {
    String text = raw(key);
    if (text == null) return fallback;
    try {
      long number = Long.parseLong(text.trim());
      if (number >= min && number <= max) return number;
    } catch (NumberFormatException notANumber) {
      // Named below, like a number out of bounds.
    }
    fault(key, text, "a whole number from " + min + " to " + max);
    return fallback;
  }

  /** A time in milliseconds from {@code min} to {@code max}. */
  public Duration millis(String key, long min, long max, long fallback) {
    return Duration.ofMillis(between(key, min, max, fallback));
  }

  /** A time in seconds from {@code min} to {@code max}. */
  public Duration seconds(String key, long min, long max, long fallback) {
    return Duration.ofSeconds(between(key, min, max, fallback));
  }

  /** A fraction from 0 to 1. */
  public double ratio(String key, double fallback) {
    String text = raw(key);
    if (text == null) return fallback;
    try {
      double number = Double.parseDouble(text.trim());
      if (number >= 0 && number <= 1) return number;
    } catch (NumberFormatException notANumber) {
      // Named below, like a number out of bounds.
    }
    fault(key, text, "a number from 0 to 1");
    return fallback;
  }

  /** {@code true} or {@code false}. */
  public boolean flag(String key, boolean fallback) {
    String text = raw(key);
    if (text == null) return fallback;
    if (text.trim().equalsIgnoreCase("true")) return true;
    if (text.trim().equalsIgnoreCase("false")) return false;
    fault(key, text, "true or false");
    return fallback;
  }

  /** One of an enum's names, in any case. */
  public <E extends Enum<E>> E oneOf(String key, Class<E> type, E fallback) {
    String text = raw(key);
    if (text == null) return fallback;
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equalsIgnoreCase(text.trim())) return constant;
    }
    fault(key, text, "one of " + Arrays.toString(type.getEnumConstants()));
    return fallback;
  }

  /** A JSON list, or its text. */
  public JsonArray list(String key, JsonArray fallback) {
    Object value = value(key);
    if (value == null) return fallback;
    if (value instanceof JsonArray list) return list;
    try {
      return new JsonArray(value.toString());
    } catch (DecodeException notAList) {
      fault(key, value, "a JSON list");
      return fallback;
    }
  }

  /** Adds a fault. Never pass a secret's value. */
  public void fault(String key, Object value, String allowed) {
    String found = value == null ? "missing" : "\"" + value + "\" is not allowed";
    faults.add(name(key) + ": " + found + "; allowed is " + allowed);
  }

  private String raw(String key) {
    Object value = value(key);
    return value == null ? null : value.toString();
  }

  private Object value(String key) {
    Object own = values.getValue(scope + "_" + key);
    return own == null ? values.getValue(key) : own;
  }

  /** The key as written in the table, or the unscoped key when it is missing. */
  private String name(String key) {
    return values.containsKey(scope + "_" + key) ? scope + "_" + key : key;
  }
}
