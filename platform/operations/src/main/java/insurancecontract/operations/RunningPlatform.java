package insurancecontract.operations;

import insurancecontract.embedded.Database;
import insurancecontract.payment.adapter.provider.ProviderSettings;
import java.util.Map;

/** A platform that runs on servers of its own, as an audit needs it. */
public interface RunningPlatform extends AutoCloseable {
  /** The databases by service. */
  Map<String, Database> databases();

  /** Where Kafka is. */
  String bootstrapServers();

  /** The payment provider, as payment's settings have it now. */
  ProviderSettings provider();

  @Override
  void close();
}
