package insurancecontract.chassis.kafka;

import insurancecontract.chassis.Futures;
import insurancecontract.chassis.ServiceContext;
import insurancecontract.chassis.http.Problems;
import insurancecontract.chassis.parked.ParkedItem;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.parked.Repair;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;

/**
 * The records that could not be read or applied: parked for an operator of this service, and sent
 * to the dead-letter topic for everyone else. A retry calls the handler, which ignores repeats.
 */
final class DeadLetters implements Repair {
  private final KafkaSettings settings;
  private final String group;
  private final Parking parking;
  private final Map<String, EventHandler> handlers;
  private final Publisher publisher;

  DeadLetters(
      ServiceContext context,
      KafkaSettings settings,
      Parking parking,
      Map<String, EventHandler> handlers) {
    this.settings = settings;
    this.group = context.name();
    this.parking = parking;
    this.handlers = handlers;
    this.publisher = new Publisher(context.vertx(), settings, group + "-dead-letters");
    parking.onRepair(DeadLetter.KIND, this);
  }

  /** Parks first, since that can be repeated when sending to the topic fails. */
  Future<Void> park(List<DeadLetter> letters) {
    return parking
        .park(letters.stream().map(letter -> letter.toItem(settings)).toList())
        .compose(
            parked ->
                publisher.send(letters.stream().map(letter -> letter.toRecord(group)).toList()));
  }

  @Override
  public Future<Void> retry(ParkedItem item) {
    InboundEvent event = CloudEvents.read(settings, DeadLetter.read(settings, item));
    EventHandler handler = handlers.get(event.topic());
    if (handler == null) {
      return Future.failedFuture(
          Problems.conflict(
              "STILL_FAILS", "This release has no handler for " + event.topic() + "."));
    }
    return Futures.attempt(() -> handler.handle(List.of(event)));
  }

  /** Nothing to do: the record stays in the dead-letter topic. */
  @Override
  public Future<Void> settle(ParkedItem item, String by) {
    return Future.succeededFuture();
  }

  Future<Void> close() {
    return publisher.close();
  }
}
