package insurancecontract.chassis;

import insurancecontract.chassis.identity.Issuer;
import insurancecontract.chassis.postgres.PostgresSettings;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.chassis.tracing.TracingSettings;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.testing.TestDatabase;
import insurancecontract.testing.Waiting;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.json.JsonObject;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A service for tests: a context with one event loop of its own, on which its parts run as they
 * would in a verticle, and settings for the shared servers.
 */
public final class Service implements AutoCloseable {
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Vertx vertx;
  private final Context loop;
  private final Issuer issuer;
  private final ServiceContext context;
  private final Deque<Supplier<Future<Void>>> closes = new ArrayDeque<>();

  private boolean closed;

  /** A service with this name on a Vert.x of its own. */
  public Service(String name) {
    this(name, Vertx.vertx());
  }

  /** A service with this name on {@code vertx}, which is closed with it. */
  public Service(String name, Vertx vertx) {
    this.vertx = vertx;
    loop = ((VertxInternal) vertx).createEventLoopContext();
    issuer = new Issuer(vertx, "test");
    context =
        get(
            () ->
                Future.succeededFuture(
                    ServiceContext.of(name, vertx, issuer.trusted(), TracingSettings.OFF)));
  }

  /** A word that no other test of this JVM gets. */
  public static String unique(String word) {
    return word + "-" + NAMES.incrementAndGet();
  }

  /** What the parts are given. */
  public ServiceContext context() {
    return context;
  }

  /** Whose tokens the service trusts. */
  public Issuer issuer() {
    return issuer;
  }

  /** The Vert.x beneath. */
  public Vertx vertx() {
    return vertx;
  }

  /** Runs {@code step} on the event loop and waits for its end. */
  public void await(Supplier<? extends Future<?>> step) {
    Waiting.done(begin(() -> step.get().mapEmpty()));
  }

  /** Runs {@code step} on the event loop and waits for its result. */
  public <T> T get(Supplier<Future<T>> step) {
    return Waiting.await(begin(step));
  }

  /** Runs {@code step} on the event loop. */
  public <T> Future<T> begin(Supplier<Future<T>> step) {
    Promise<T> end = Promise.promise();
    loop.runOnContext(now -> Futures.attempt(step).onComplete(end));
    return end.future();
  }

  /** Starts a part, which is stopped when the service is closed. */
  public void start(Component part) {
    await(part::start);
    closes.push(part::stop);
  }

  /** Closes the parts, last started first; closing again does nothing. */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    while (!closes.isEmpty()) await(closes.pop());
    await(vertx::close);
  }

  /** A new database on the shared server. */
  public static PostgresSettings postgres() {
    return postgres(SharedPlatform.database("chassis"));
  }

  /** How to reach {@code database}. */
  public static PostgresSettings postgres(Database database) {
    return bind(TestDatabase.settings(database), PostgresSettings::from);
  }

  /** Reads settings that are as they should be. */
  public static <T> T bind(JsonObject values, Function<Settings, T> binder) {
    return Settings.bind(values, "TEST", binder);
  }
}
