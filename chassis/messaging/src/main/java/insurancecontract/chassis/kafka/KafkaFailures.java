package insurancecontract.chassis.kafka;

import insurancecontract.chassis.TransientFailure;
import io.vertx.core.Future;
import org.apache.kafka.common.errors.RetriableException;

/** Kafka's failures in the terms of the chassis, which knows nothing of Kafka. */
final class KafkaFailures {
  private KafkaFailures() {}

  /** Fails with {@code cause}, or with a transient failure where Kafka says that a retry helps. */
  static <T> Future<T> fail(Throwable cause) {
    return Future.failedFuture(
        cause instanceof RetriableException
            ? new TransientFailure("Kafka: " + cause.getMessage(), cause)
            : cause);
  }
}
