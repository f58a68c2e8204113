package insurancecontract.view.adapter.kafka;

import insurancecontract.chassis.Json;
import insurancecontract.chassis.kafka.EventHandler;
import insurancecontract.chassis.kafka.InboundEvent;
import insurancecontract.chassis.parked.ParkedItem;
import insurancecontract.chassis.parked.Parking;
import insurancecontract.chassis.parked.Repair;
import insurancecontract.view.projection.Fact;
import insurancecontract.view.projection.LeftOut;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;

/**
 * Facts that a rebuild could not merge, parked with their data: their rows lack them until they are
 * retried.
 */
public final class LeftOutFacts implements LeftOut, Repair {
  private static final String KIND = "fact";

  private final Parking parking;
  private final EventHandler live;

  /** Parks them in {@code parking}; a retry goes to {@code live}. */
  public LeftOutFacts(Parking parking, EventHandler live) {
    this.parking = parking;
    this.live = live;
    parking.onRepair(KIND, this);
  }

  @Override
  public Future<Void> keep(Fact fact, Throwable cause) {
    long subject = fact.event().subscriptionId();
    String topic = fact.source().label() + "-events";
    String origin = "rebuild/" + topic + "/" + subject + "/" + fact.event().version();
    JsonObject detail =
        new JsonObject()
            .put("topic", topic)
            .put("type", fact.type())
            .put("time", fact.at().toString())
            .put("data", Json.object(fact.event()));
    return parking.park(List.of(new ParkedItem(KIND, origin, subject, cause.toString(), detail)));
  }

  @Override
  public Future<Void> retry(ParkedItem item) {
    JsonObject detail = item.detail();
    return live.handle(
        List.of(
            new InboundEvent(
                detail.getString("topic"),
                0,
                0,
                item.origin(),
                detail.getString("type"),
                item.subject(),
                Instant.parse(detail.getString("time")),
                null,
                detail.getJsonObject("data"))));
  }

  /** The row stays as it is. */
  @Override
  public Future<Void> settle(ParkedItem item, String by) {
    return Future.succeededFuture();
  }
}
