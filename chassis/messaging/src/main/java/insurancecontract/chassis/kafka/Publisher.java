package insurancecontract.chassis.kafka;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Sends records to the broker in order, off the event loop. It waits for an unavailable broker,
 * since giving up on one record but not on the next would change their order.
 *
 * <p>A producer that failed is discarded with its buffer, so none of its records can arrive after
 * those sent next. The sender therefore sends all unacknowledged records again, from the first.
 *
 * <p>Belongs to one event loop, and to one sender that awaits each list before it sends the next.
 */
public final class Publisher {
  private final Vertx vertx;
  private final KafkaSettings settings;
  private final String clientId;
  private final AtomicReference<KafkaProducer<String, byte[]>> producer = new AtomicReference<>();
  private volatile boolean closed;

  /** A publisher with this client id. */
  public Publisher(Vertx vertx, KafkaSettings settings, String clientId) {
    this.vertx = vertx;
    this.settings = settings;
    this.clientId = clientId;
  }

  /**
   * Completes when the broker has stored every record. After a failure some are stored and some are
   * not, and none is still in flight.
   */
  public Future<Void> send(List<ProducerRecord<String, byte[]>> records) {
    Context caller = vertx.getOrCreateContext();
    return vertx
        .executeBlocking(() -> hand(records, caller))
        .compose(stored -> stored)
        .recover(this::discard);
  }

  /** Blocks while the client fetches the topics' partitions. */
  private Future<Void> hand(List<ProducerRecord<String, byte[]>> records, Context caller) {
    var sending = new Sending(records.size(), caller);
    KafkaProducer<String, byte[]> to = open();
    for (ProducerRecord<String, byte[]> record : records) {
      if (sending.failed()) break;
      sending.acknowledgement(to, record);
    }
    return sending.stored.future();
  }

  private KafkaProducer<String, byte[]> open() {
    KafkaProducer<String, byte[]> opened = producer.get();
    if (opened != null) return opened;
    if (closed) throw new IllegalStateException("the publisher is closed");
    opened = new KafkaProducer<>(new HashMap<>(settings.producer(clientId)));
    producer.set(opened);
    return opened;
  }

  private Future<Void> discard(Throwable cause) {
    return close(Duration.ZERO).transform(closed -> KafkaFailures.fail(cause));
  }

  /** Waits briefly for records in flight; the rest fail. */
  public Future<Void> close() {
    closed = true;
    return close(settings.waits().leave());
  }

  /** Not queued behind other blocking work, which may be waiting for the broker. */
  private Future<Void> close(Duration within) {
    return vertx.executeBlocking(
        () -> {
          KafkaProducer<String, byte[]> opened = producer.getAndSet(null);
          if (opened != null) opened.close(within);
          return null;
        },
        false);
  }

  /** The acknowledgements of one list, which arrive on the client's own thread. */
  private static final class Sending {
    private final AtomicInteger missing;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Context caller;
    private final Promise<Void> stored = Promise.promise();

    Sending(int records, Context caller) {
      this.missing = new AtomicInteger(records);
      this.caller = caller;
      if (records == 0) stored.complete();
    }

    boolean failed() {
      return failure.get() != null;
    }

    void acknowledgement(KafkaProducer<String, byte[]> to, ProducerRecord<String, byte[]> record) {
      try {
        var unused = to.send(record, (metadata, cause) -> acknowledged(cause));
      } catch (RuntimeException cause) {
        acknowledged(cause);
      }
    }

    /** The first failure fails the list: the producer is discarded, and with it the others. */
    private void acknowledged(Throwable cause) {
      if (cause != null && failure.compareAndSet(null, cause)) {
        caller.runOnContext(now -> stored.tryFail(cause));
      } else if (cause == null && missing.decrementAndGet() == 0) {
        caller.runOnContext(now -> stored.tryComplete());
      }
    }
  }
}
