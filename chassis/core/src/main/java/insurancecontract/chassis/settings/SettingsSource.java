package insurancecontract.chassis.settings;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.config.ConfigRetriever;
import io.vertx.config.ConfigRetrieverOptions;
import io.vertx.config.ConfigStoreOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.micrometer.backends.BackendRegistries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The table of settings and its changes. A change that is invalid for a service is refused as a
 * whole for that service: it is logged and counted, and the old values stay.
 */
public final class SettingsSource {
  private static final Logger LOG = LoggerFactory.getLogger(SettingsSource.class);

  private static final String EVERYONE = "all";

  private static final Pattern PLACE = Pattern.compile("line \\d+, column \\d+");

  /** One service's reading of the table. */
  private record Binding<T>(String scope, Function<Settings, T> binder, Live<T> live) {
    void read(JsonObject values) {
      live.set(Settings.bind(values, scope, binder));
    }
  }

  private final List<Binding<?>> bindings = new CopyOnWriteArrayList<>();
  private final Counter refusedChanges =
      Counter.builder("settings.changes.refused")
          .description("Changes of settings that were refused")
          .register(registry());
  private volatile JsonObject values;

  /** Why the last change was refused, by scope; {@link #EVERYONE} for what cannot be read. */
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  private final KnownSettings known;
  private final Supplier<Future<Void>> close;

  private SettingsSource(JsonObject values, KnownSettings known, Supplier<Future<Void>> close) {
    this.values = values;
    this.known = known;
    this.close = close;
  }

  /** Settings that never change. */
  public static SettingsSource fixed(JsonObject values) {
    return new SettingsSource(values.copy(), KnownSettings.UNCHECKED, Future::succeededFuture);
  }

  /**
   * Where settings come from, the later before the earlier: defaults, file, environment, system
   * properties, ConfigMap.
   *
   * @param defaults the defaults
   * @param file YAML, JSON or properties by its ending; null for none
   * @param configMap the store that reads a ConfigMap; null outside Kubernetes
   * @param scanMillis interval between scans for changes
   * @param known the keys that a file or a ConfigMap may set; the environment holds others, too
   */
  public record Places(
      JsonObject defaults,
      Path file,
      ConfigStoreOptions configMap,
      long scanMillis,
      KnownSettings known) {
    /** The same, with any key. */
    public Places(JsonObject defaults, Path file, ConfigStoreOptions configMap, long scanMillis) {
      this(defaults, file, configMap, scanMillis, KnownSettings.UNCHECKED);
    }
  }

  /** Reads all places once, then follows their changes until it is closed. */
  public static Future<SettingsSource> load(Vertx vertx, Places places) {
    if (places.file() != null && !Files.isReadable(places.file())) {
      return Future.failedFuture(
          new SettingsRefused(List.of(places.file() + ": this settings file cannot be read")));
    }
    ConfigRetriever retriever = ConfigRetriever.create(vertx, options(places));
    return retriever
        .getConfig()
        .recover(cause -> retriever.close().transform(closed -> unreadable(cause)))
        .compose(values -> withoutMisspelt(places.known(), values, retriever))
        .map(
            values -> {
              SettingsSource source = new SettingsSource(values, places.known(), retriever::close);
              retriever.listen(
                  change ->
                      withContent(vertx, places.file())
                          .onSuccess(full -> source.changed(change.getNewConfiguration()))
                          .onFailure(source::stay));
              retriever.configStream().exceptionHandler(source::stay);
              return source;
            });
  }

  /** An empty file is one that somebody is writing, or lost: it does not mean the defaults. */
  private static Future<Void> withContent(Vertx vertx, Path file) {
    if (file == null) return Future.succeededFuture();
    return vertx
        .fileSystem()
        .readFile(file.toString())
        .compose(
            content ->
                content.toString().isBlank()
                    ? Future.failedFuture(new IOException(file + " is empty"))
                    : Future.succeededFuture());
  }

  private static Future<JsonObject> withoutMisspelt(
      KnownSettings known, JsonObject values, ConfigRetriever retriever) {
    List<String> faults = misspelt(known, values);
    return faults.isEmpty()
        ? Future.succeededFuture(values)
        : retriever.close().transform(closed -> Future.failedFuture(new SettingsRefused(faults)));
  }

  /** Keys of the environment and of system properties are those of any program. */
  private static List<String> misspelt(KnownSettings known, JsonObject values) {
    Set<String> keys = new HashSet<>(values.fieldNames());
    keys.removeAll(System.getenv().keySet());
    keys.removeAll(System.getProperties().stringPropertyNames());
    return known.faults(keys);
  }

  private static Future<JsonObject> unreadable(Throwable cause) {
    return Future.failedFuture(
        new SettingsRefused(List.of("the settings cannot be read: " + inOneLine(cause))));
  }

  /** Omits the excerpt that a parser quotes: it may contain secrets. */
  private static String inOneLine(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    String first = message.lines().findFirst().orElse("");
    Matcher place = PLACE.matcher(message.substring(first.length()));
    return place.find() ? first + " (" + place.group() + ")" : first;
  }

  private static ConfigRetrieverOptions options(Places places) {
    ConfigRetrieverOptions options =
        new ConfigRetrieverOptions()
            .setScanPeriod(places.scanMillis())
            .addStore(new ConfigStoreOptions().setType("json").setConfig(places.defaults().copy()));
    if (places.file() != null) {
      options.addStore(
          new ConfigStoreOptions()
              .setType("file")
              .setFormat(format(places.file()))
              .setConfig(new JsonObject().put("path", places.file().toString())));
    }
    options
        .addStore(
            new ConfigStoreOptions()
                .setType("env")
                .setConfig(new JsonObject().put("raw-data", true)))
        .addStore(
            new ConfigStoreOptions()
                .setType("sys")
                .setConfig(new JsonObject().put("raw-data", true)));
    if (places.configMap() != null) options.addStore(places.configMap());
    return options;
  }

  private static String format(Path file) {
    String name = file.toString();
    if (name.endsWith(".properties")) return Utf8Properties.NAME;
    return name.endsWith(".json") ? "json" : "yaml";
  }

  /**
   * Reads a service's settings now and whenever the table changes.
   *
   * @throws SettingsRefused naming every fault
   */
  public <T> Live<T> bind(String scope, Function<Settings, T> binder) {
    Live<T> live = new Live<>(Settings.bind(values, scope, binder));
    bindings.add(new Binding<>(scope, binder, live));
    return live;
  }

  /** Stops watching for changes; the current values stay. */
  public Future<Void> close() {
    return close.get();
  }

  /** Why the last change was refused for a scope; empty when it was accepted. */
  public Optional<String> refusal(String scope) {
    return Optional.ofNullable(refusals.getOrDefault(scope, refusals.get(EVERYONE)));
  }

  /** The same as text: {@code as read last}, or what was refused. */
  public String state(String scope) {
    return refusal(scope).map(why -> "a change was refused: " + why).orElse("as read last");
  }

  private void changed(JsonObject now) {
    refusals.clear();
    List<String> misspelt = misspelt(known, now);
    if (!misspelt.isEmpty()) {
      refused(EVERYONE, new SettingsRefused(misspelt));
      return;
    }
    for (Binding<?> binding : bindings) {
      try {
        binding.read(now);
      } catch (RuntimeException refused) {
        // Also for an exception in a reader: one service must not block the others.
        refused(binding.scope(), refused);
      }
    }
    // Services that start later get the values that all have accepted.
    if (refusals.isEmpty()) values = now;
  }

  /**
   * An unreadable table is refused for all scopes; it is reported once, however often it is seen.
   */
  private void stay(Throwable unreadable) {
    if (inOneLine(unreadable).equals(refusals.get(EVERYONE))) return;
    refused(EVERYONE, unreadable);
  }

  private void refused(String scope, Throwable cause) {
    String why = cause instanceof SettingsRefused ? cause.getMessage() : inOneLine(cause);
    refusals.put(scope, why);
    refusedChanges.increment();
    LOG.atWarn()
        .addKeyValue("scope", scope)
        .addKeyValue("faults", why)
        .log("settings change refused, the old values stay");
  }

  /** The registry that Vert.x reports to, or an unexported one if it reports to none. */
  private static MeterRegistry registry() {
    MeterRegistry reported = BackendRegistries.getDefaultNow();
    return reported == null ? new SimpleMeterRegistry() : reported;
  }
}
