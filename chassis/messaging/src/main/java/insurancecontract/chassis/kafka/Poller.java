package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Backoff;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
 * The thread that a consumer belongs to. What it polls goes to the event loop, and the partitions
 * of it stay paused until the event loop says that they are free again. Such news ends a poll that
 * is waiting, so it costs no time; with the consumer of Vert.x it would wait for the poll's end.
 */
final class Poller {
  /** The event loop's side; every method is called on it. */
  interface Listener {
    /** Takes records, whose partitions are paused from now on. */
    void polled(List<ConsumerRecord<String, byte[]>> records);

    /** Forgets what waits of the partitions; completes when nothing of them is under way. */
    Future<Void> revoked(Set<TopicPartition> partitions);
  }

  private static final Logger LOG = LoggerFactory.getLogger(Poller.class);
  private static final Duration POLL_AT_MOST = Duration.ofSeconds(1);

  private final KafkaSettings settings;
  private final String group;
  private final Collection<String> topics;
  private final Context context;
  private final Listener listener;
  private final Backoff backoff;
  private final BlockingQueue<Runnable> news = new LinkedBlockingQueue<>();
  private final AtomicBoolean signalled = new AtomicBoolean();
  private final Map<TopicPartition, OffsetAndMetadata> toCommit = new HashMap<>();

  /** The first offset of each partition that was polled since it was assigned. */
  private final Map<TopicPartition, Long> begun = new HashMap<>();

  private final Promise<Void> started = Promise.promise();
  private final Promise<Void> ended = Promise.promise();
  private volatile KafkaConsumer<String, byte[]> consumer;
  private volatile boolean stopping;
  private volatile long lag;
  private boolean committing;

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
    this.backoff = new Backoff(settings.retryMax());
  }

  /** Completes when the consumer has said what it wants; a broker that is away is waited for. */
  Future<Void> start() {
    Thread thread = new Thread(this::run, "kafka-" + group);
    thread.setDaemon(true);
    thread.start();
    return started.future();
  }

  /** Commits what was applied, leaves the group and completes. */
  Future<Void> stop() {
    tell(() -> stopping = true);
    return ended.future();
  }

  /** Moves offsets on and lets go of partitions. */
  void applied(Map<TopicPartition, OffsetAndMetadata> offsets, Set<TopicPartition> free) {
    tell(
        () -> {
          offsets.forEach(this::moveOn);
          // What another member has now cannot be resumed, and must not keep the rest from it.
          free.stream().filter(consumer.assignment()::contains).forEach(this::resume);
        });
  }

  /**
   * A batch of an earlier assignment may end after the partition has come back from a member that
   * had read on: its offset would take the partition back.
   */
  private void moveOn(TopicPartition partition, OffsetAndMetadata offset) {
    Long first = begun.get(partition);
    if (first != null && offset.offset() > first) toCommit.put(partition, offset);
  }

  private void resume(TopicPartition partition) {
    consumer.resume(Set.of(partition));
  }

  /** Records on the broker that were not polled yet, as far as is known. */
  long lag() {
    return lag;
  }

  private void tell(Runnable told) {
    news.add(told);
    KafkaConsumer<String, byte[]> waiting = consumer;
    if (!signalled.getAndSet(true) && waiting != null) waiting.wakeup();
  }

  private void run() {
    try (KafkaConsumer<String, byte[]> opened =
        new KafkaConsumer<>(new HashMap<>(settings.consumer(group)))) {
      consumer = opened;
      opened.subscribe(topics, new Rebalance());
      onLoop(() -> started.tryComplete());
      while (!stopping) turn();
      commitNow(Set.copyOf(toCommit.keySet()));
      // With a name that outlasts a restart, too: the others go on with its partitions at once,
      // where they would wait for a process that may not come back.
      opened.close(
          CloseOptions.timeout(settings.waits().leave())
              .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
    } catch (RuntimeException failure) {
      ended(failure);
    } finally {
      onLoop(() -> ended.tryComplete());
    }
  }

  private void ended(RuntimeException failure) {
    onLoop(() -> started.tryFail(settings.unreachable(failure)));
    LOG.atWarn()
        .addKeyValue("group", group)
        .addKeyValue("cause", failure.toString())
        .log("consumer ended");
  }

  /** Never throws: after a failure it goes on a little later. */
  private void turn() {
    try {
      takeNews();
      if (stopping) return;
      commit();
      poll();
      backoff.reset();
    } catch (WakeupException woken) {
      // There is news.
    } catch (RuntimeException failure) {
      LOG.atWarn()
          .addKeyValue("group", group)
          .addKeyValue("cause", failure.toString())
          .log("polling failed, will go on");
      rest(backoff.nextMillis());
    }
  }

  private void takeNews() {
    // Before the queue is emptied, so that what comes after that signals again.
    signalled.set(false);
    for (Runnable told = news.poll(); told != null; told = news.poll()) told.run();
  }

  /** News ends the rest early. */
  private void rest(long millis) {
    try {
      Runnable told = news.poll(millis, TimeUnit.MILLISECONDS);
      if (told != null) told.run();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }

  private void poll() {
    ConsumerRecords<String, byte[]> polled = consumer.poll(POLL_AT_MOST);
    lag = consumer.assignment().stream().mapToLong(this::lag).sum();
    if (polled.isEmpty()) return;
    consumer.pause(polled.partitions());
    List<ConsumerRecord<String, byte[]>> records = new ArrayList<>(polled.count());
    polled.forEach(records::add);
    for (ConsumerRecord<String, byte[]> record : records) {
      begun.putIfAbsent(new TopicPartition(record.topic(), record.partition()), record.offset());
    }
    onLoop(() -> listener.polled(records));
  }

  private long lag(TopicPartition partition) {
    return consumer.currentLag(partition).orElse(0);
  }

  /** One commit at a time is under way; what gathers meanwhile goes with the next. */
  private void commit() {
    toCommit.keySet().retainAll(consumer.assignment());
    if (committing || toCommit.isEmpty()) return;
    committing = true;
    Map<TopicPartition, OffsetAndMetadata> offsets = Map.copyOf(toCommit);
    consumer.commitAsync(offsets, (done, failure) -> committed(offsets, failure));
  }

  private void committed(Map<TopicPartition, OffsetAndMetadata> offsets, Exception failure) {
    committing = false;
    if (failure == null) offsets.forEach(toCommit::remove);
    else notCommitted(failure);
  }

  /** The next commit carries them too; if there is none, they repeat, which changes nothing. */
  private void notCommitted(Exception failure) {
    LOG.atInfo()
        .addKeyValue("group", group)
        .addKeyValue("cause", failure.toString())
        .log("offsets not committed yet");
  }

  private void commitNow(Set<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>(toCommit);
    offsets.keySet().retainAll(partitions);
    if (offsets.isEmpty()) return;
    try {
      commitUnlessWoken(offsets);
      offsets.forEach(toCommit::remove);
    } catch (RuntimeException failure) {
      notCommitted(failure);
    }
  }

  /** A wake-up that came late ends the commit instead of a poll; there is only one. */
  private void commitUnlessWoken(Map<TopicPartition, OffsetAndMetadata> offsets) {
    try {
      consumer.commitSync(offsets, settings.waits().leave());
    } catch (WakeupException woken) {
      consumer.commitSync(offsets, settings.waits().leave());
    }
  }

  private void onLoop(Runnable action) {
    try {
      context.runOnContext(now -> action.run());
    } catch (RejectedExecutionException closed) {
      // Vert.x was closed without stopping us first.
      stopping = true;
    }
  }

  /** Runs within a poll, on the poller's thread. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // They begin at what was committed, and nothing of them is known here.
      partitions.forEach(begun::remove);
      partitions.forEach(toCommit::remove);
    }

    /** The next owner begins after what was applied here, unless that takes too long. */
    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      onPartitionsLost(partitions);
      takeNews();
      commitNow(Set.copyOf(partitions));
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      if (partitions.isEmpty() || stopping) return;
      Set<TopicPartition> lost = Set.copyOf(partitions);
      CompletableFuture<Void> quiet = new CompletableFuture<>();
      onLoop(() -> listener.revoked(lost).onComplete(done -> quiet.complete(null)));
      try {
        quiet.get(settings.waits().handOver().toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException late) {
        LOG.atInfo().addKeyValue("group", group).log("partitions left with a batch under way");
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
        stopping = true;
      }
    }
  }
}
