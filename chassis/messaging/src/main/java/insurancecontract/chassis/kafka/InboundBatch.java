package insurancecontract.chassis.kafka;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.util.List;

/** Events on the local event bus, passed by reference and never serialised. */
record InboundBatch(List<InboundEvent> events) {
  static final String CODEC = "inbound-batch";

  /** Registers the codec; another service of this JVM may have done so already. */
  static void register(EventBus bus) {
    try {
      bus.registerCodec(new Codec());
    } catch (IllegalStateException registered) {
      // By another service of this JVM.
    }
  }

  private static final class Codec implements MessageCodec<InboundBatch, InboundBatch> {
    @Override
    public void encodeToWire(Buffer buffer, InboundBatch batch) {
      throw new IllegalStateException("batches never leave the process");
    }

    @Override
    public InboundBatch decodeFromWire(int position, Buffer buffer) {
      throw new IllegalStateException("batches never leave the process");
    }

    @Override
    public InboundBatch transform(InboundBatch batch) {
      return batch;
    }

    @Override
    public String name() {
      return CODEC;
    }

    @Override
    public byte systemCodecID() {
      return -1;
    }
  }
}
