package insurancecontract.subscription.adapter.postgres;

import static insurancecontract.subscription.Awaited.await;
import static insurancecontract.subscription.Awaited.done;

import insurancecontract.chassis.postgres.Postgres;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.stream.StreamSupport;

/** A migrated database of its own on the real PostgreSQL. */
final class TestDatabase implements AutoCloseable {
  private final Vertx vertx = Vertx.vertx();
  private final Pool pool;

  TestDatabase() {
    Database database = SharedPlatform.database("subscription");
    PostgresSettings settings =
        Settings.bind(
            new JsonObject()
                .put("POSTGRES_HOST", database.host())
                .put("POSTGRES_PORT", database.port())
                .put("POSTGRES_DATABASE", database.database())
                .put("POSTGRES_USER", database.user())
                .put("POSTGRES_PASSWORD", database.password()),
            "SUBSCRIPTION",
            PostgresSettings::from);
    done(Postgres.migrate(vertx, settings, "db/outbox", "db/parked", "db/subscription"));
    pool = Postgres.open(vertx, settings);
  }

  Pool pool() {
    return pool;
  }

  /** Makes it as empty as after the migration, numbers included. */
  void clear() {
    done(pool.query("truncate subscription, application_request, outbox").execute());
    done(pool.query("alter sequence subscription_id restart").execute());
  }

  /** What a query finds. */
  List<Row> run(String sql) {
    return StreamSupport.stream(await(pool.query(sql).execute()).spliterator(), false).toList();
  }

  @Override
  public void close() {
    done(pool.close());
    done(vertx.close());
  }
}
