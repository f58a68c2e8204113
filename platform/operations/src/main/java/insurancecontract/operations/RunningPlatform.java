package insurancecontract.operations;

import insurancecontract.embedded.Database;
import java.util.Map;

/** A platform that runs on servers of its own, as an audit needs it. */
public interface RunningPlatform extends AutoCloseable {
  /** The databases by service. */
  Map<String, Database> databases();

  /** Where Kafka is. */
  String bootstrapServers();

  @Override
  void close();
}
