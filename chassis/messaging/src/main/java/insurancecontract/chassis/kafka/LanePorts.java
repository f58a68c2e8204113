package insurancecontract.chassis.kafka;

import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * The outside of a lane: who handles its events, keeps its dead letters and commits its offsets.
 */
public interface LanePorts {
  /**
   * Completes once the effect of every event is committed. Fails with a {@link PoisonException}
   * when a retry would fail again.
   */
  Future<Void> handle(List<InboundEvent> events);

  /** Completes once the letters are stored; parking one again is harmless. */
  Future<Void> park(List<DeadLetter> letters);

  /** The offsets can be committed, and the free partitions polled again. */
  void applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free);
}
