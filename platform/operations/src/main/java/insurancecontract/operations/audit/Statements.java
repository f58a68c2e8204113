package insurancecontract.operations.audit;

import insurancecontract.payment.adapter.provider.HttpStatement;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import insurancecontract.payment.adapter.provider.SimulatorStatement;
import insurancecontract.payment.application.ProviderStatement;
import java.net.http.HttpClient;
import java.sql.Connection;
import java.util.function.Supplier;

/** How an audit reads the statement of the payment provider. */
@FunctionalInterface
public interface Statements {
  /** The built-in provider's. */
  Statements SIMULATOR = SimulatorStatement::new;

  /**
   * Opens the statement.
   *
   * @param payment a connection to payment's database, in the audit's transaction
   */
  ProviderStatement open(Connection payment);

  /** The statement of the provider that payment uses with these settings. */
  static Statements of(Supplier<ProviderSettings> settings) {
    return switch (settings.get().kind()) {
      case SIMULATOR -> SIMULATOR;
      case HTTP -> {
        HttpClient client = HttpClient.newHttpClient();
        yield payment -> new HttpStatement(client, settings);
      }
    };
  }
}
