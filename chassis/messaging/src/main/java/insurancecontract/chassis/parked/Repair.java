package insurancecontract.chassis.parked;

import io.vertx.core.Future;

/**
 * What can be done about one kind of parked items. Doing it twice must be harmless: after a crash
 * nobody knows whether it was done.
 */
public interface Repair {
  /** Does it again; fails with the reason when it still cannot be done. */
  Future<Void> retry(ParkedItem item);

  /** Takes note that a person has seen to it by other means. */
  Future<Void> settle(ParkedItem item, String by);
}
