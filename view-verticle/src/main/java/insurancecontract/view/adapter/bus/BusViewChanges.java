package insurancecontract.view.adapter.bus;

import insurancecontract.chassis.Json;
import insurancecontract.view.projection.ViewChanges;
import insurancecontract.view.projection.ViewRow;
import insurancecontract.view.query.SubscriptionView;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Publishes each changed row at the addresses of everyone concerned. There may be no listener: a
 * client that connects later reads the row and compares its {@code viewVersion}. Each process
 * pushes to its own browsers, so in a cluster nothing is sent to other nodes.
 */
public final class BusViewChanges implements ViewChanges {
  /** Prefix of the address of one subscription, followed by its id. */
  public static final String OF_SUBSCRIPTION = "subscription-status.";

  /** Prefix of a customer's address, followed by the customer's id. */
  public static final String OF_CUSTOMER = "customer-status.";

  /** The address of all changes for the underwriting desk. */
  public static final String OF_DESK = "desk-status";

  private static final DeliveryOptions HERE = new DeliveryOptions().setLocalOnly(true);

  private final EventBus bus;

  /** Publishes on {@code bus}. */
  public BusViewChanges(EventBus bus) {
    this.bus = bus;
  }

  @Override
  public void changed(List<ViewRow> rows) {
    rows.forEach(this::publish);
  }

  private void publish(ViewRow row) {
    SubscriptionView view = SubscriptionView.of(row);
    JsonObject message = Json.object(view);
    bus.publish(OF_SUBSCRIPTION + view.subscriptionId(), message, HERE);
    bus.publish(OF_CUSTOMER + view.customerId(), message, HERE);
    bus.publish(OF_DESK, message, HERE);
  }
}
