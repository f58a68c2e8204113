package insurancecontract.chassis.kafka;

import insurancecontract.chassis.kafka.PollerMachine.Effect;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Commit;
import insurancecontract.chassis.kafka.PollerMachine.Effect.CommitNow;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Deliver;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Pause;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Release;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Rest;
import insurancecontract.chassis.kafka.PollerMachine.Effect.Resume;
import insurancecontract.chassis.kafka.PollerMachine.Input;
import insurancecontract.chassis.kafka.PollerMachine.Input.Applied;
import insurancecontract.chassis.kafka.PollerMachine.Input.Assigned;
import insurancecontract.chassis.kafka.PollerMachine.Input.Committed;
import insurancecontract.chassis.kafka.PollerMachine.Input.Lost;
import insurancecontract.chassis.kafka.PollerMachine.Input.Polled;
import insurancecontract.chassis.kafka.PollerMachine.Input.Released;
import insurancecontract.chassis.kafka.PollerMachine.Input.Revoked;
import insurancecontract.chassis.kafka.PollerMachine.Input.Signal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link PollerMachine} on the thread that owns the consumer, since a poll blocks. Polled
 * records go to the event loop, and their partitions stay paused until the event loop says that
 * they are free again. An input interrupts a poll that waits, so it is never late; with the
 * consumer of Vert.x it would wait for the end of the poll.
 */
final class Poller {
  /** The event loop's side; every method is called on it. */
  interface Listener {
    /** Takes records, whose partitions are paused from now on. */
    void polled(List<ConsumerRecord<String, byte[]>> records);

    /** Drops waiting records; completes when nothing of the partitions is in flight. */
    Future<Void> revoked(Set<TopicPartition> partitions);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final String group;
  private final Collection<String> topics;
  private final Context context;
  private final Listener listener;
  private final PollerMachine machine;
  private final BlockingQueue<Input> inputs = new LinkedBlockingQueue<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Promise<Void> started = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private volatile KafkaConsumer<String, byte[]> consumer;
  private volatile long lag;

  Poller(
      KafkaSettings settings,
      String group,
      Collection<String> topics,
      Context context,
      Listener listener) {
    this.settings = settings;
    this.group = group;
    this.topics = topics;
    this.context = context;
    this.listener = listener;
    this.machine = new PollerMachine(settings);
  }

  /** Completes when the consumer has subscribed; an unavailable broker is waited for. */
  Future<Void> start() {
    Thread thread = new Thread(this::run, "kafka-" + group);
    thread.setDaemon(true);
    thread.start();
    return started.future();
  }

  /** Commits what was applied, leaves the group and completes. */
  Future<Void> stop() {
    tell(Signal.STOP);
    return ended.future();
  }

  /** Records were applied up to these offsets; the free partitions can be polled again. */
  void applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free) {
    tell(new Applied(offsets, free));
  }

  /** Records on the broker that were not polled yet, as far as is known. */
  long lag() {
    return lag;
  }

  private void tell(Input input) {
    inputs.add(input);
    KafkaConsumer<String, byte[]> waiting = consumer;
    if (!signalled.getAndSet(true) && waiting != null) waiting.wakeup();
  }

  private void run() {
    try (KafkaConsumer<String, byte[]> opened =
        new KafkaConsumer<>(new HashMap<>(settings.consumer(group)))) {
      consumer = opened;
      opened.subscribe(topics, new Rebalance());
      onLoop(() -> started.tryComplete());
      while (machine.state() != PollerMachine.State.ENDED) turn();
    } catch (RuntimeException failure) {
      onLoop(() -> started.tryFail(settings.unreachable(failure)));
      LOG.atWarn()
          .addKeyValue("group", group)
          .addKeyValue("cause", failure.toString())
          .log("consumer ended");
    } finally {
      onLoop(() -> ended.tryComplete());
    }
  }

  private void turn() {
    try {
      takeInputs();
      feed(Signal.TURN);
    } catch (WakeupException woken) {
      feed(Signal.INTERRUPTED);
    } catch (RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("group", group)
          .addKeyValue("cause", failure.toString())
          .log("polling failed, will retry");
      feed(Signal.FAILED);
    }
  }

  private void takeInputs() {
    // Before the queue is emptied, so that an input that comes after that signals again.
    signalled.set(false);
    for (Input input = inputs.poll(); input != null; input = inputs.poll()) feed(input);
  }

  private void feed(Input input) {
    machine.on(input).forEach(this::execute);
  }

  private void execute(Effect effect) {
    if (effect == Effect.Action.POLL) poll();
    if (effect == Effect.Action.LEAVE) leave();
    if (effect instanceof Commit commit) commit(commit.offsets());
    if (effect instanceof CommitNow commit) commitNow(commit.offsets());
    if (effect instanceof Pause pause) consumer.pause(pause.partitions());
    if (effect instanceof Resume resume) consumer.resume(resume.partitions());
    if (effect instanceof Deliver deliver) onLoop(() -> listener.polled(deliver.records()));
    if (effect instanceof Release release) release(release.partitions());
    if (effect instanceof Rest rest) rest(rest.millis());
  }

  private void poll() {
    ConsumerRecords<String, byte[]> polled = consumer.poll(POLL_TIMEOUT);
    lag = consumer.assignment().stream().mapToLong(this::lag).sum();
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.count());
    polled.forEach(records::add);
    feed(new Polled(records));
  }

  private long lag(TopicPartition partition) {
    return consumer.currentLag(partition).orElse(0);
  }

  /** Leaves although the name may outlast a restart: the others take over at once. */
  private void leave() {
    consumer.close(
        CloseOptions.timeout(settings.waits().leave())
            .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
  }

  private void commit(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitAsync(offsets, (done, failure) -> committed(offsets, failure));
    } catch (RuntimeException failure) {
      feed(Signal.COMMIT_FAILED);
      throw failure;
    }
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
    if (failure == null) {
      feed(new Committed(offsets));
    } else {
      logNotCommitted(failure);
      feed(Signal.COMMIT_FAILED);
    }
  }

  private void commitNow(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      commitUnlessWoken(offsets);
    } catch (RuntimeException failure) {
      logNotCommitted(failure);
    }
  }

  /** A wake-up that came late interrupts the commit instead of a poll; there is only one. */
  private void commitUnlessWoken(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitSync(offsets, settings.waits().leave());
    } catch (WakeupException woken) {
      consumer.commitSync(offsets, settings.waits().leave());
    }
  }

  private void logNotCommitted(Exception failure) {
    LOG.atInfo()
        .addKeyValue("group", group)
        .addKeyValue("cause", failure.toString())
        .log("offsets not committed yet");
  }

  /** Blocks the poll that it is called from, within a bound. */
  private void release(Set<TopicPartition> partitions) {
    Promise<Void> released = Promise.promise();
    onLoop(() -> listener.revoked(partitions).onComplete(released));
    try {
      released.future().await(settings.waits().handOver().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      LOG.atInfo().addKeyValue("group", group).log("partitions left with a batch in flight");
    }
    takeInputs();
    feed(new Released(partitions));
  }

  /** An input ends the rest early. */
  private void rest(long millis) {
    try {
      Input input = inputs.poll(millis, TimeUnit.MILLISECONDS);
      if (input != null) feed(input);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      feed(Signal.STOP);
    }
  }

  private void onLoop(Runnable action) {
    try {
      context.runOnContext(now -> action.run());
    } catch (RejectedExecutionException closed) {
      // Vert.x was closed without stopping us first.
      inputs.add(Signal.STOP);
    }
  }

  /** Called within a poll, on the poller's thread. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      feed(new Assigned(partitions));
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      feed(new Revoked(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      feed(new Lost(partitions));
    }
  }
}
