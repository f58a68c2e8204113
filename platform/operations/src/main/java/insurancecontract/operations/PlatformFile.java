package insurancecontract.operations;

import insurancecontract.chassis.settings.Settings;
import insurancecontract.embedded.Database;
import insurancecontract.launch.PrivateFile;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a running platform can be reached, written into its data directory for the auditor. A
 * killed platform leaves it behind, so who reads it looks at the directory's lock first.
 *
 * @param address of the gateway; empty when there is none
 */
public record PlatformFile(
    long pid,
    String address,
    String bootstrapServers,
    Map<String, Database> databases,
    ProviderSettings provider) {
  private static final String NAME = "platform.json";

  /** Replaces what a former platform left. */
  public void write(Path directory) {
    JsonObject json = new JsonObject();
    databases.forEach(
        (service, database) ->
            json.put(
                service,
                new JsonObject()
                    .put("host", database.host())
                    .put("port", database.port())
                    .put("database", database.database())
                    .put("user", database.user())
                    .put("password", database.password())));
    PrivateFile.write(
        directory.resolve(NAME),
        new JsonObject()
            .put("pid", pid)
            .put("address", address)
            .put("bootstrapServers", bootstrapServers)
            .put("databases", json)
            .put("provider", json(provider))
            .encodePrettily());
  }

  /** As the payment service reads it. */
  private static JsonObject json(ProviderSettings provider) {
    return new JsonObject()
        .put("PROVIDER", provider.kind().name())
        .put("PROVIDER_URL", provider.url())
        .put("PROVIDER_SECRET_KEY", provider.secretKey().value())
        .put("PROVIDER_TIMEOUT_MS", provider.timeout().toMillis());
  }

  /** What the platform of this directory wrote last, if it can be read. */
  public static Optional<PlatformFile> read(Path directory) {
    try {
      return PrivateFile.read(directory.resolve(NAME)).map(JsonObject::new).map(PlatformFile::of);
    } catch (UncheckedIOException | DecodeException | ClassCastException e) {
      return Optional.empty();
    }
  }

  /** The platform is gone. */
  public static void delete(Path directory) {
    try {
      Files.deleteIfExists(directory.resolve(NAME));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static PlatformFile of(JsonObject json) {
    Map<String, Database> databases = new HashMap<>();
    JsonObject entries = json.getJsonObject("databases", new JsonObject());
    for (String service : entries.fieldNames()) {
      JsonObject entry = entries.getJsonObject(service);
      databases.put(
          service,
          new Database(
              entry.getString("host"),
              entry.getInteger("port"),
              entry.getString("database"),
              entry.getString("user"),
              entry.getString("password")));
    }
    return new PlatformFile(
        json.getLong("pid"),
        json.getString("address"),
        json.getString("bootstrapServers"),
        Map.copyOf(databases),
        Settings.bind(
            json.getJsonObject("provider", new JsonObject()), "PAYMENT", ProviderSettings::from));
  }
}
