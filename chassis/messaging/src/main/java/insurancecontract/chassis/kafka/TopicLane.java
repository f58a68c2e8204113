package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.kafka.LaneMachine.Effect;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Applied;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Handle;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Park;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Pause;
import insurancecontract.chassis.kafka.LaneMachine.Effect.Released;
import insurancecontract.chassis.kafka.LaneMachine.Input;
import insurancecontract.chassis.kafka.LaneMachine.Input.Arrived;
import insurancecontract.chassis.kafka.LaneMachine.Input.HandlingFailed;
import insurancecontract.chassis.kafka.LaneMachine.Input.Poisoned;
import insurancecontract.chassis.kafka.LaneMachine.Input.Revoked;
import insurancecontract.chassis.kafka.LaneMachine.Input.Signal;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a {@link LaneMachine}: executes its effects on the ports and the timers, and feeds the
 * results back. Belongs to one event loop.
 */
public final class TopicLane {
  private static final Logger LOG = LoggerFactory.getLogger(TopicLane.class);

  private final Vertx vertx;
  private final String group;
  private final String topic;
  private final LanePorts ports;
  private final LaneMachine machine;
  private final Map<Set<TopicPartition>, Promise<Void>> releases = new HashMap<>();
  private final Promise<Void> ended = Promise.promise();
  private long pauseTimer;

  /** The lane of {@code topic} in the group of a service. */
  public TopicLane(
      Vertx vertx, KafkaSettings settings, String group, String topic, LanePorts ports) {
    this.vertx = vertx;
    this.group = group;
    this.topic = topic;
    this.ports = ports;
    this.machine = new LaneMachine(settings);
  }

  /** Takes polled records, whose partitions are paused until they are applied. */
  public void arrived(List<ConsumerRecord<String, byte[]>> records) {
    feed(new Arrived(records));
  }

  /** Drops waiting records; completes when nothing of the partitions is in flight. */
  public Future<Void> revoked(Set<TopicPartition> partitions) {
    Promise<Void> release = releases.get(partitions);
    if (release == null) {
      release = Promise.promise();
      releases.put(partitions, release);
      feed(new Revoked(partitions));
    }
    return release.future();
  }

  /** Completes when the batch in flight is done; a pause ends at once. */
  public Future<Void> close() {
    feed(Signal.CLOSE);
    return ended.future();
  }

  /** Records that wait or are in flight. */
  public int unapplied() {
    return machine.unapplied();
  }

  private void feed(Input input) {
    machine.on(input).forEach(this::execute);
  }

  private void execute(Effect effect) {
    if (effect instanceof Effect.Action action) execute(action);
    if (effect instanceof Handle handle) {
      step(() -> ports.handle(handle.events()), Signal.HANDLED, TopicLane::handlingFailed);
    }
    if (effect instanceof Park park) {
      step(() -> ports.park(park.letters()), Signal.PARKED, cause -> Signal.PARKING_FAILED);
    }
    if (effect instanceof Pause pause) {
      pauseTimer = vertx.setTimer(pause.millis(), over -> feed(Signal.PAUSE_OVER));
    }
    if (effect instanceof Applied applied) ports.applied(applied.offsets(), applied.free());
    if (effect instanceof Released released) {
      releases.remove(released.partitions()).complete();
    }
  }

  private void execute(Effect.Action action) {
    switch (action) {
      case CANCEL_PAUSE -> {
        boolean unused = vertx.cancelTimer(pauseTimer);
      }
      case END -> ended.complete();
    }
  }

  private static Input handlingFailed(Throwable cause) {
    return cause instanceof PoisonException
        ? new Poisoned(cause.getMessage())
        : new HandlingFailed();
  }

  private void step(Supplier<Future<Void>> io, Signal success, Function<Throwable, Input> failure) {
    Futures.attempt(io)
        .onSuccess(done -> feed(success))
        .onFailure(
            cause -> {
              Input input = failure.apply(cause);
              if (!(input instanceof Poisoned)) logRetry(cause);
              feed(input);
            });
  }

  private void logRetry(Throwable cause) {
    LOG.atWarn()
        .addKeyValue("group", group)
        .addKeyValue("topic", topic)
        .addKeyValue("step", machine.state())
        .addKeyValue("cause", cause.toString())
        .log("events could not be applied, will retry");
  }
}
