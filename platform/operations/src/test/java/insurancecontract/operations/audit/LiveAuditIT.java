package insurancecontract.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import insurancecontract.audit.Audit;
import insurancecontract.audit.Invariant;
import insurancecontract.chassis.settings.Settings;
import insurancecontract.embedded.Database;
import insurancecontract.embedded.SharedPlatform;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The audit of real databases: what the provider's statement and our payments disagree about. */
class LiveAuditIT {
  private static Databases databases;

  @BeforeAll
  static void create() {
    databases =
        new Databases(
            migrated("subscription", "db/outbox"),
            migrated("payment", "db/outbox"),
            migrated("underwriting", "db/outbox"),
            migrated("view"));
  }

  private static Database migrated(String service, String... more) {
    Database database = SharedPlatform.database(service);
    String[] locations = new String[more.length + 2];
    locations[0] = "classpath:db/" + service;
    locations[1] = "classpath:db/parked";
    for (int i = 0; i < more.length; i++) locations[i + 2] = "classpath:" + more[i];
    var unused =
        Flyway.configure()
            .dataSource(database.jdbcUrl(), database.user(), database.password())
            .locations(locations)
            .outOfOrder(true)
            .load()
            .migrate();
    return database;
  }

  /** One application that is paid, and one whose premium was given back. */
  @BeforeEach
  void two_applications_that_are_right() throws SQLException {
    run(databases.subscription(), "truncate subscription");
    run(databases.payment(), "truncate payment, simulator_ledger, simulator_statement");
    subscription(7, "PAID");
    payment(7, "APPROVED");
    charge(7);
    subscription(8, "REFUSED");
    payment(8, "CANCELLED");
    charge(8);
    run(
        databases.payment(),
        "update simulator_ledger set refunded_at = '2026-03-01T12:00:09Z' where key = 8");
  }

  @Test
  void books_that_agree_are_whole() throws SQLException {
    Audit audit = audit();

    assertThat(audit.checked(Invariant.MONEY)).isEqualTo(2);
    assertThat(audit.broken(Invariant.MONEY)).isZero();
    assertThat(audit.broken(Invariant.ONLY_ONE)).isZero();
  }

  @Test
  void a_charge_without_a_subscription_is_found() throws SQLException {
    charge(6);
    assertFound(
        Invariant.MONEY,
        "subscription 6: the provider lists 1 charge and 0 refunds, but there is no such"
            + " subscription");
  }

  @Test
  void two_charges_for_one_key_are_found() throws SQLException {
    chargeAgain(7);
    assertFound(Invariant.ONLY_ONE, "subscription 7: the provider lists more than one charge");
  }

  @Test
  void two_refunds_for_one_key_are_found() throws SQLException {
    run(
        databases.payment(),
        "update simulator_ledger set refunded_at = '2026-03-01T12:00:10Z' where key = 8");
    assertFound(Invariant.MONEY, "subscription 8: the provider lists 1 charge and 2 refunds");
  }

  @Test
  void an_amount_that_differs_is_found() throws SQLException {
    run(databases.payment(), "update simulator_statement set amount = 1 where key = 7");
    assertFound(
        Invariant.MONEY,
        "subscription 7: payment 70 is of 39000 KRW, but the provider lists a charge of 1 KRW");
  }

  @Test
  void a_charge_that_the_books_do_not_know_is_found() throws SQLException {
    run(databases.payment(), "delete from simulator_statement where key = 7");
    assertFound(
        Invariant.MONEY,
        "subscription 7: payment 70 is APPROVED, but the provider lists 0 charges");
  }

  /** More lines than one page, and every one of them counts. */
  @Test
  void a_long_statement_is_read_to_its_end() throws SQLException {
    run(
        databases.payment(),
        "insert into simulator_ledger (key, amount, currency, charged_at)"
            + " select key, 39000, 'KRW', now() from generate_series(1001, 3500) as key");

    assertThat(audit().broken(Invariant.MONEY)).isEqualTo(2_500);
  }

  @Test
  void the_statement_of_a_real_provider_is_reconciled() throws Exception {
    JsonArray movements = new JsonArray().add(movement("6", "charge")).add(movement("7", "charge"));
    HttpServer provider = provider(200, new JsonObject().put("movements", movements).encode());
    try {
      Audit audit = audit(statementOf(provider));

      assertThat(audit.findings())
          .anyMatch(finding -> finding.contains("subscription 6: the provider lists 1 charge"))
          .noneMatch(finding -> finding.startsWith("MONEY: subscription 7"));
    } finally {
      provider.stop(0);
    }
  }

  @Test
  void a_real_provider_without_a_statement_breaks_nothing() throws Exception {
    HttpServer provider = provider(404, "{}");
    try {
      Audit audit = audit(statementOf(provider));

      assertThat(audit.broken(Invariant.MONEY)).isZero();
      assertThat(audit.lines()).anyMatch(line -> line.contains("has no statement to read"));
    } finally {
      provider.stop(0);
    }
  }

  private static JsonObject movement(String key, String type) {
    return new JsonObject()
        .put("key", key)
        .put("type", type)
        .put("amount", 39_000)
        .put("currency", "KRW")
        .put("at", "2026-03-01T12:00:03Z");
  }

  private static HttpServer provider(int status, String body) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/v1/statement",
        exchange -> {
          exchange.sendResponseHeaders(status, bytes.length);
          try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
          }
        });
    server.start();
    return server;
  }

  private static Statements statementOf(HttpServer provider) {
    ProviderSettings settings =
        Settings.bind(
            new JsonObject()
                .put("PROVIDER", "http")
                .put("PROVIDER_URL", "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1")
                .put("PROVIDER_SECRET_KEY", "secret"),
            "PAYMENT",
            ProviderSettings::from);
    return Statements.of(() -> settings);
  }

  private static void assertFound(Invariant invariant, String finding) throws SQLException {
    Audit audit = audit();
    assertThat(audit.broken(invariant)).isEqualTo(1);
    assertThat(audit.findings()).anyMatch(each -> each.startsWith(invariant + ": " + finding));
  }

  private static Audit audit() throws SQLException {
    return audit(Statements.SIMULATOR);
  }

  private static Audit audit(Statements statements) throws SQLException {
    return LiveAudit.run(databases, statements, Duration.ofMinutes(1));
  }

  private static void subscription(long id, String status) throws SQLException {
    run(
        databases.subscription(),
        """
        insert into subscription
               (id, version, status, customer_id, product_name, premium, currency, created_at)
        values (%d, 3, '%s', 'alice', 'Fisrtcancer', 39000, 'KRW', '2026-03-01T12:00:00Z')
        """
            .formatted(id, status));
  }

  private static void payment(long id, String status) throws SQLException {
    run(
        databases.payment(),
        """
        insert into payment (subscription_id, payment_id, version, status, customer_id, amount,
                             currency, created_at, updated_at)
        values (%d, %d0, 2, '%s', 'alice', 39000, 'KRW', '2026-03-01T12:00:00Z',
                '2026-03-01T12:00:03Z')
        """
            .formatted(id, id, status));
  }

  private static void charge(long key) throws SQLException {
    run(
        databases.payment(),
        """
        insert into simulator_ledger (key, amount, currency, charged_at)
        values (%d, 39000, 'KRW', '2026-03-01T12:00:03Z')
        """
            .formatted(key));
  }

  /** As a provider would that forgot the first charge. */
  private static void chargeAgain(long key) throws SQLException {
    run(
        databases.payment(),
        "update simulator_ledger set charged_at = '2026-03-01T12:00:04Z' where key = " + key);
  }

  private static void run(Database database, String sql) throws SQLException {
    try (Connection connection = Databases.connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
