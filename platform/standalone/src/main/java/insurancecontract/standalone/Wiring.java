package insurancecontract.standalone;

import insurancecontract.embedded.Database;
import insurancecontract.gateway.issuer.IssuerKey;
import insurancecontract.launch.Services;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Map;

/**
 * The settings that make separate services one platform: who finds which server where, and who
 * trusts whom. They are the lowest of all settings, so everything else can still be chosen; what
 * another program may also set in the environment, such as POSTGRES_HOST, is said for each service.
 */
public final class Wiring {
  /** This machine and no other. */
  public static final String LOOPBACK = "127.0.0.1";

  private static final String GATEWAY = "gateway";
  private static final String ISSUER = "insurancecontract-standalone";

  private Wiring() {}

  /** The settings' defaults for these servers and secrets. */
  public static JsonObject defaults(
      int port, Map<String, Database> databases, String bootstrapServers, Secrets secrets) {
    JsonObject settings = new JsonObject();
    common(settings, secrets);
    databases.forEach((service, database) -> database(settings, service, database));
    for (String service : Services.WITH_DATABASE) {
      put(settings, service, "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
      put(settings, service, "HTTP_HOST", LOOPBACK);
      put(settings, service, "HTTP_PORT", 0);
      management(settings, service);
    }
    gateway(settings, port, bootstrapServers, secrets);
    return settings;
  }

  private static void common(JsonObject settings, Secrets secrets) {
    settings
        .put("PLATFORM_MODE", "standalone")
        .put("SERVICE_SECRET", secrets.serviceSecret())
        .put("IDENTITY_ISSUER", ISSUER)
        .put("IDENTITY_JWKS", IssuerKey.parse(secrets.issuerKey()).publicKeys())
        // A cold start on a busy machine is slower than a pool in service may ever be.
        .put("POSTGRES_CONNECT_TIMEOUT_MS", 5_000)
        // After a kill the services take their partitions up again at once.
        .put("KAFKA_INSTANCE_ID", "standalone");
  }

  private static void database(JsonObject settings, String service, Database database) {
    put(settings, service, "POSTGRES_HOST", database.host());
    put(settings, service, "POSTGRES_PORT", database.port());
    put(settings, service, "POSTGRES_DATABASE", database.database());
    put(settings, service, "POSTGRES_USER", database.user());
    put(settings, service, "POSTGRES_PASSWORD", database.password());
  }

  /** On loopback unless told otherwise: everyone knows the demo users' passwords. */
  private static void gateway(
      JsonObject settings, int port, String bootstrapServers, Secrets secrets) {
    put(settings, GATEWAY, "KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
    put(settings, GATEWAY, "HTTP_HOST", LOOPBACK);
    put(settings, GATEWAY, "HTTP_PORT", port);
    management(settings, GATEWAY);
    put(settings, GATEWAY, "ISSUER_BUILTIN", true);
    put(settings, GATEWAY, "ISSUER_KEY", secrets.issuerKey());
    put(settings, GATEWAY, "SHUTDOWN_GRACE_MS", 1_000);
  }

  private static void management(JsonObject settings, String service) {
    put(settings, service, "MANAGEMENT_HOST", LOOPBACK);
    put(settings, service, "MANAGEMENT_PORT", 0);
  }

  private static void put(JsonObject settings, String service, String key, Object value) {
    settings.put(service.toUpperCase(Locale.ROOT) + "_" + key, value);
  }
}
